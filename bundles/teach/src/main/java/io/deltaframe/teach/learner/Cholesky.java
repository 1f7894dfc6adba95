package io.deltaframe.teach.learner;

/** Solves symmetric positive definite systems: {@code A = L L'}. */
public final class Cholesky {

    private final double[][] lower;

    /**
     * Factorises.
     *
     * @param a symmetric and positive definite; its lower half is read
     * @throws ArithmeticException if it is not positive definite
     */
    public Cholesky(double[][] a) {
        int n = a.length;
        lower = new double[n][];
        for (int i = 0; i < n; i++) {
            lower[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                if (i > j) {
                    lower[i][j] = sum / lower[j][j];
                } else if (sum > 0) {
                    lower[i][i] = Math.sqrt(sum);
                } else {
                    throw new ArithmeticException("expected a positive definite matrix, found a pivot of " + sum
                            + " in row " + i);
                }
            }
        }
    }

    /**
     * {@return x of A x = b}
     *
     * @param b right-hand side
     */
    public double[] solve(double[] b) {
        double[] x = b.clone();
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= lower[i][k] * x[k];
            }
            x[i] /= lower[i][i];
        }
        for (int i = x.length - 1; i >= 0; i--) {
            for (int k = i + 1; k < x.length; k++) {
                x[i] -= lower[k][i] * x[k];
            }
            x[i] /= lower[i][i];
        }
        return x;
    }
}
