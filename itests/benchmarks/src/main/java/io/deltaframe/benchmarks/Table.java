package io.deltaframe.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table that reads as text and as Markdown. */
public final class Table {

    /**
     * A column.
     *
     * @param name   heading
     * @param format {@link java.util.Formatter} format of its cells, such as {@code %.2f}; texts are always taken as
     *               they are
     */
    public record Column(String name, String format) {

        /**
         * {@return a column of texts}
         *
         * @param name heading
         */
        public static Column text(String name) {
            return new Column(name, "%s");
        }
    }

    private final String title;
    private final List<Column> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    /**
     * An empty table.
     *
     * @param title   what it shows
     * @param columns its columns
     */
    public Table(String title, Column... columns) {
        this.title = title;
        this.columns = List.of(columns);
    }

    /**
     * Appends a row.
     *
     * @param cells numbers or texts, one a column
     */
    public void row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(title + " has " + columns.size() + " columns but the row has "
                    + cells.length);
        }
        rows.add(List.of(cells));
    }

    String title() {
        return title;
    }

    List<Column> columns() {
        return columns;
    }

    List<List<Object>> rows() {
        return rows;
    }

    @Override
    public String toString() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(Column::name).toList());
        for (List<Object> row : rows) {
            List<String> line = new ArrayList<>();
            for (int c = 0; c < row.size(); c++) {
                line.add(row.get(c) instanceof String text ? text
                        : String.format(Locale.ROOT, columns.get(c).format(), row.get(c)));
            }
            lines.add(line);
        }
        StringBuilder out = new StringBuilder(title).append("\n\n");
        for (int l = 0; l < lines.size(); l++) {
            for (int c = 0; c < columns.size(); c++) {
                out.append("| ").append(padded(lines, l, c)).append(' ');
            }
            out.append("|\n");
            if (l == 0) {
                for (int c = 0; c < columns.size(); c++) {
                    boolean text = isText(c);
                    out.append('|').append(text ? ":" : "-").append("-".repeat(width(lines, c)))
                            .append(text ? "-" : ":");
                }
                out.append("|\n");
            }
        }
        return out.toString();
    }

    private boolean isText(int column) {
        return columns.get(column).format().equals("%s");
    }

    private String padded(List<List<String>> lines, int line, int column) {
        String cell = lines.get(line).get(column);
        String blank = " ".repeat(width(lines, column) - cell.length());
        return isText(column) ? cell + blank : blank + cell;
    }

    private static int width(List<List<String>> lines, int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }
}
