package io.deltaframe.recognizer.serving;

import io.deltaframe.api.Recognizer;
import io.deltaframe.api.config.ConfigurationReader;
import io.deltaframe.api.config.EnsembleConfig;
import io.deltaframe.api.config.RecognizerConfig;
import io.deltaframe.api.health.Readiness;
import io.deltaframe.api.health.ReadinessProbe;
import io.deltaframe.api.video.VideoSource;
import java.util.Map;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * A recognizer of several models as configured: a {@link ConfiguredRecognizer} but for its configuration. A changed one
 * makes new members beside the old ones, which serve until the new ones are all loaded.
 */
@Component(name = EnsembleConfig.PID, service = ReadinessProbe.class, immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE, property = "videos.cardinality.minimum:Integer=1")
@Designate(ocd = EnsembleConfiguration.class, factory = true)
@Capability(namespace = "osgi.service", uses = Recognizer.class,
        attribute = "objectClass:List<String>=\"io.deltaframe.api.Recognizer\"", effective = "active")
public final class ConfiguredEnsemble implements ReadinessProbe {

    private final ManagedRecognizer recognizer;

    @Reference(name = "videos", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile VideoSource videos;

    /**
     * Made by the component runtime.
     *
     * @param recognizers makes recognizers
     * @param first       as configured: its name counts, for what is told of an ensemble that was never configured
     *                    rightly
     */
    @Activate
    public ConfiguredEnsemble(@Reference RecognizerFactory recognizers, Map<String, Object> first) {
        String name = ConfigurationReader.text(first, RecognizerConfig.NAME);
        recognizer = recognizers.create(name.isBlank() ? "ensemble" : name, () -> videos);
    }

    @Activate
    @Modified
    void configure(Map<String, Object> properties) {
        recognizer.configure(
                () -> RecognizerSettings.of(ConfigurationReader.read(EnsembleConfiguration.class, properties)),
                properties, ConfigurationReader.unknown(EnsembleConfiguration.class, properties));
    }

    @Deactivate
    void stop() {
        recognizer.stop();
    }

    @Override
    public Readiness readiness() {
        return recognizer.readiness();
    }
}
