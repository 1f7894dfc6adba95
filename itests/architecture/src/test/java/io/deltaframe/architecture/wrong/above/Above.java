package io.deltaframe.architecture.wrong.above;

import io.deltaframe.architecture.wrong.below.Below;

/** Knows the one below, as it may. */
public record Above(Below below) { }
