package io.deltaframe.teach.learner;

/** Systems with {@code Z'Z + m I}, solved over the rows of Z or over its columns, whichever are fewer. */
final class Shrunk {

    private Shrunk() { }

    /**
     * {@return x of {@code (Z'Z + m I) x = b}, a row a right-hand side}
     *
     * @param z        rows
     * @param diagonal m, more than 0
     * @param right    right-hand sides
     */
    static double[][] solve(double[][] z, double diagonal, double[][] right) {
        double[][] solved = new double[right.length][];
        if (z.length <= right[0].length) {
            // (Z'Z + m I)^-1 = (I - Z' (Z Z' + m I)^-1 Z) / m
            Cholesky rows = new Cholesky(products(z, diagonal));
            for (int k = 0; k < right.length; k++) {
                double[] along = new double[z.length];
                for (int i = 0; i < z.length; i++) {
                    along[i] = Vectors.dot(z[i], right[k]);
                }
                double[] dual = rows.solve(along);
                solved[k] = right[k].clone();
                for (int i = 0; i < z.length; i++) {
                    Vectors.add(solved[k], -dual[i], z[i]);
                }
                for (int j = 0; j < solved[k].length; j++) {
                    solved[k][j] /= diagonal;
                }
            }
        } else {
            Cholesky columns = new Cholesky(products(transposed(z), diagonal));
            for (int k = 0; k < right.length; k++) {
                solved[k] = columns.solve(right[k]);
            }
        }
        return solved;
    }

    /** {@return the products of all pairs of rows, with a diagonal added} */
    static double[][] products(double[][] rows, double diagonal) {
        double[][] products = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j <= i; j++) {
                products[i][j] = Vectors.dot(rows[i], rows[j]);
            }
            products[i][i] += diagonal;
        }
        return products;
    }

    static double[][] transposed(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                columns[j][i] = rows[i][j];
            }
        }
        return columns;
    }
}
