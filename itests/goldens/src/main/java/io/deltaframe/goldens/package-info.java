/** What the tests of every engine share: the networks of the reference runs, and how their results are compared. */
package io.deltaframe.goldens;
