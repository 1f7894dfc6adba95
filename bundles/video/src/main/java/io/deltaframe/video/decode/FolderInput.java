package io.deltaframe.video.decode;

import io.deltaframe.api.video.VideoException;
import io.deltaframe.api.video.VideoInfo;
import io.deltaframe.video.demux.Location;
import io.deltaframe.video.demux.Orientation;
import io.deltaframe.video.demux.PictureSeries;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Pointer;

/**
 * A folder of numbered pictures. {@link VideoInfo} is that of the first picture that can be decoded; frame rate and
 * length are unknown.
 */
public final class FolderInput implements VideoInput {

    private final Location location;
    private final PictureSeries series;
    private final VideoInfo info;

    public FolderInput(Location location) throws VideoException {
        this.location = location;
        this.series = PictureSeries.of(location);
        try (FolderPass pictures = new FolderPass(location, series)) {
            AVFrame first = pictures.next();
            if (Pointer.isNull(first)) {
                throw location.failure("not one picture of the folder can be decoded: "
                        + pictures.failures());
            }
            Orientation orientation = pictures.orientation();
            boolean swap = orientation.swapsSides();
            this.info = new VideoInfo(location.given(), "images", pictures.codec(),
                    swap ? first.height() : first.width(),
                    swap ? first.width() : first.height(), orientation.degrees(), 0, series.files().size(), -1);
        }
    }

    @Override
    public VideoInfo info() {
        return info;
    }

    @Override
    public int expectedPictures() {
        return series.files().size();
    }

    @Override
    public PicturePass begin(boolean singleThread) {
        return new FolderPass(location, series);
    }

    @Override
    public void close() { }
}
