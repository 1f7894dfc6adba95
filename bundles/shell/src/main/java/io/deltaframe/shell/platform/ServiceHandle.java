package io.deltaframe.shell.platform;

/**
 * A service for the time of one command. Closing undoes whatever was configured to get it.
 *
 * @param <S> type of the service
 */
public interface ServiceHandle<S> extends AutoCloseable {

    /** {@return the service} */
    S get();

    @Override
    void close();
}
