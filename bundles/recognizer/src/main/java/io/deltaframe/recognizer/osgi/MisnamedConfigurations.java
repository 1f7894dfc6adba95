package io.deltaframe.recognizer.osgi;

import io.deltaframe.api.config.CameraConfig;
import io.deltaframe.api.config.ConfigurationReader;
import io.deltaframe.api.config.EngineConfig;
import io.deltaframe.api.config.EnsembleConfig;
import io.deltaframe.api.config.ModelConfig;
import io.deltaframe.api.config.RecognizerConfig;
import io.deltaframe.api.config.VideoConfig;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * Says in the log which configurations nobody takes, because their names are misspelt or are those of factories: to the
 * platform such a configuration is one for somebody who may still come.
 */
@Component(service = ConfigurationListener.class)
public final class MisnamedConfigurations implements ConfigurationListener {

    private static final List<String> FACTORIES =
            List.of(ModelConfig.PID, RecognizerConfig.PID, EnsembleConfig.PID, CameraConfig.PID);
    private static final List<String> SINGLETONS =
            List.of(EngineConfig.SIMD_PID, EngineConfig.SCALAR_PID, EngineConfig.TORNADO_PID, VideoConfig.PID);
    private static final List<String> KNOWN = Stream.concat(FACTORIES.stream(), SINGLETONS.stream()).toList();
    private static final String OURS = "io.deltaframe.";

    private final Logger log;

    /**
     * @param configurations says which there are already
     * @param log            of this component
     */
    @Activate
    public MisnamedConfigurations(@Reference ConfigurationAdmin configurations,
                                  @Reference(service = LoggerFactory.class) Logger log) {
        this.log = log;
        try {
            Stream.ofNullable(configurations.listConfigurations(null)).flatMap(Stream::of)
                    .forEach(each -> look(each.getPid(), each.getFactoryPid()));
        } catch (Exception e) {
            log.debug("configurations cannot be listed", e);
        }
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        if (event.getType() == ConfigurationEvent.CM_UPDATED) {
            look(event.getPid(), event.getFactoryPid());
        }
    }

    private void look(String pid, String factory) {
        fault(pid, factory).ifPresent(log::warn);
    }

    /**
     * {@return what is wrong with the name of a configuration}
     *
     * @param pid     of the configuration
     * @param factory its factory; null if it is of none
     */
    static Optional<String> fault(String pid, String factory) {
        String name = factory == null ? pid : factory;
        if (KNOWN.contains(name)) {
            boolean isFactory = FACTORIES.contains(name);
            return isFactory == (factory != null) ? Optional.empty()
                    : Optional.of("configuration " + pid + ": nobody takes it, because " + name + (isFactory
                            ? " is a factory of several: call it " + name + "-NAME, as in " + name + "-door.cfg"
                            : " is there once: call it " + name + ", as in " + name + ".cfg"));
        }
        String nearest = name.toLowerCase(Locale.ROOT).startsWith(OURS) ? ConfigurationReader.nearest(name, KNOWN) : "";
        return nearest.isEmpty() ? Optional.empty() : Optional.of("configuration " + pid + ": nobody takes it; the "
                + "nearest known name is " + nearest + (FACTORIES.contains(nearest) ? "-NAME" : ""));
    }
}
