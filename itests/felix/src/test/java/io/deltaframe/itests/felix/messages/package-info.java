/**
 * What people are told when something is wrong: tables of bad inputs, a class a kind ({@code ...Messages}), and one
 * test that tries them all in the real distribution, holds what is said against common rules and keeps
 * {@code docs/messages.md}.
 */
package io.deltaframe.itests.felix.messages;
