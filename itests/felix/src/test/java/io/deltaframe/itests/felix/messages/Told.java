package io.deltaframe.itests.felix.messages;

import java.util.List;

/**
 * What was said of a bad input.
 *
 * @param attempt what was tried, in a line: the command
 * @param status  exit status of the command; negative where what was tried has none
 * @param lines   what was said, a line each
 */
record Told(String attempt, int status, List<String> lines) { }
