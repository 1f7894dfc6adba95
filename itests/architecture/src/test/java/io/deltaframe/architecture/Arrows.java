package io.deltaframe.architecture;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.deltaframe.architecture.House.Bundle;
import java.util.List;
import java.util.Optional;

/** The rules of a house, as ArchUnit checks them. */
final class Arrows {

    private Arrows() { }

    /** {@return the rule that a bundle knows only the bundles that the table lets it know} */
    static ArchRule betweenBundles(Bundle bundle, List<Bundle> house) {
        return classesOf(bundle, house).should(new ArchCondition<>("know only " + bundle.known()) {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                for (Dependency arrow : from.getDirectDependenciesFromSelf()) {
                    Optional<Bundle> to = owner(arrow.getTargetClass(), house);
                    if (to.isPresent() && !to.get().equals(bundle) && !bundle.known().contains(to.get().name())) {
                        events.add(violated(arrow, bundle.name() + " may not know " + to.get().name() + ": "
                                + arrow.getDescription()));
                    }
                }
            }
        });
    }

    /** {@return the rule that the rooms of a bundle use only rooms on floors below} */
    static ArchRule betweenRooms(Bundle bundle, List<Bundle> house) {
        return classesOf(bundle, house).should(new ArchCondition<>("use only rooms below " + bundle.floors()) {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                for (Dependency arrow : from.getDirectDependenciesFromSelf()) {
                    String room = bundle.room(from.getPackageName());
                    if (owner(arrow.getTargetClass(), house).equals(Optional.of(bundle))) {
                        String used = bundle.room(packageOf(arrow.getTargetClass()));
                        if (!bundle.mayUse(room, used)) {
                            events.add(violated(arrow, bundle.name() + ": room '" + room + "' may not use room '" + used
                                    + "': " + arrow.getDescription()));
                        }
                    }
                }
            }
        });
    }

    /** {@return the rule that no packages know each other in a circle} */
    static ArchRule withoutCycles() {
        return SlicesRuleDefinition.slices().matching("io.deltaframe.(**)").should().beFreeOfCycles();
    }

    private static GivenClassesConjunction classesOf(Bundle bundle, List<Bundle> house) {
        return ArchRuleDefinition.classes().that(DescribedPredicate.describe("belong to " + bundle.name(),
                type -> owner(type, house).equals(Optional.of(bundle))));
    }

    private static Optional<Bundle> owner(JavaClass type, List<Bundle> house) {
        return House.owner(house, packageOf(type));
    }

    /** {@return the package of a class, of an array's elements for an array} */
    private static String packageOf(JavaClass type) {
        return type.getBaseComponentType().getPackageName();
    }
}
