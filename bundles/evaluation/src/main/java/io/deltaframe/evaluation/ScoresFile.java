package io.deltaframe.evaluation;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The file of per-video scores, which is also the record of how far an evaluation is: a JSON object a line, in the
 * order of the list, always the first videos of it. Every line is forced to the disk before the next. A last line
 * without its line break, as an interruption may leave, does not count and is cut off. Scores are written with as many
 * digits as tell a double from its neighbours, so that what is read back is what was written, bit by bit. For one
 * thread at a time.
 *
 * <p>Not a file channel, which an interrupt of its thread closes in the middle of a line.
 */
final class ScoresFile implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final RandomAccessFile content;

    private ScoresFile(Path file, RandomAccessFile content) {
        this.file = file;
        this.content = content;
    }

    /**
     * Opens the file, or makes it, and locks it.
     *
     * @throws EvaluationException if another evaluation writes to it
     */
    static ScoresFile open(Path file) throws IOException, EvaluationException {
        RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw");
        FileLock lock = null;
        try {
            lock = content.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            // Of this JVM: the same as one of another
            lock = null;
        } finally {
            if (lock == null) {
                content.close();
            }
        }
        if (lock == null) {
            throw new EvaluationException(file + " is being written by another evaluation");
        }
        return new ScoresFile(file, content);
    }

    /** {@return whether nothing has been written yet} */
    boolean isEmpty() throws IOException {
        return content.length() == 0;
    }

    /** Forgets everything that was written. */
    void clear() throws IOException {
        content.setLength(0);
    }

    /**
     * Reads what was written and takes position for the next line.
     *
     * @param list   of the videos
     * @param reader gets every outcome in order
     * @throws EvaluationException if a line is broken or not that of the list's video; the message names it
     */
    void read(VideoList list, int classes, Consumer<Outcome> reader) throws IOException, EvaluationException {
        content.seek(0);
        // Not closed: that would close the file
        InputStream in = new BufferedInputStream(new FileInputStream(content.getFD()), 1 << 16);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long whole = 0;
        int number = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != '\n') {
                line.write(next);
                continue;
            }
            if (number == list.videos().size()) {
                throw new EvaluationException(file + ": expected " + number
                        + " lines, one a video of the list, found more");
            }
            reader.accept(parse(line.toByteArray(), list.videos().get(number), classes));
            whole += line.size() + 1;
            number++;
            line.reset();
        }
        content.setLength(whole);
        content.seek(whole);
    }

    void append(Outcome outcome) throws IOException {
        content.write(line(outcome));
        content.getFD().sync();
    }

    private static byte[] line(Outcome outcome) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeNumberField("number", outcome.video().number());
            json.writeStringField("path", outcome.video().path());
            json.writeNumberField("label", outcome.video().label());
            json.writeNumberField("frames", outcome.frames());
            if (outcome.isScored()) {
                json.writeNumberField("prediction", outcome.prediction());
                json.writeArrayFieldStart("scores");
                for (double score : outcome.scores()) {
                    json.writeNumber(score);
                }
                json.writeEndArray();
            } else {
                json.writeStringField("error", outcome.error());
            }
            if (!outcome.warnings().isEmpty()) {
                json.writeArrayFieldStart("warnings");
                for (String warning : outcome.warnings()) {
                    json.writeString(warning);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private Outcome parse(byte[] line, ListedVideo video, int classes) throws IOException, EvaluationException {
        int number = -1;
        String path = null;
        int label = -1;
        int frames = 0;
        List<Double> scores = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        String error = "";
        try (JsonParser json = JSON.createParser(line)) {
            boolean object = json.nextToken() == JsonToken.START_OBJECT;
            while (object && json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "number" -> number = json.getIntValue();
                    case "path" -> path = json.getText();
                    case "label" -> label = json.getIntValue();
                    case "frames" -> frames = json.getIntValue();
                    case "error" -> error = json.getText();
                    case "scores" -> {
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            scores.add(json.getDoubleValue());
                        }
                    }
                    case "warnings" -> {
                        while (json.nextToken() != JsonToken.END_ARRAY) {
                            warnings.add(json.getText());
                        }
                    }
                    default -> json.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            throw new EvaluationException(file + ", line " + (video.number() + 1) + ": expected a JSON object, found "
                    + e.getOriginalMessage(), e);
        }
        boolean complete = error.isEmpty() ? scores.size() == classes : scores.isEmpty();
        if (number != video.number() || !video.path().equals(path) || label != video.label() || !complete) {
            throw new EvaluationException(file + ", line " + (video.number() + 1) + ": expected video "
                    + video.number() + ", " + video.path() + " of class " + video.label() + " with " + classes
                    + " scores, found video " + number + ", " + path + " of class " + label + " with " + scores.size());
        }
        return new Outcome(video, frames, scores, warnings, error);
    }

    /** Ends the lock too. */
    @Override
    public void close() throws IOException {
        content.close();
    }
}
