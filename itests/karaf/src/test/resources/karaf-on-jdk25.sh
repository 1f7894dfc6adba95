# What a stock Karaf 4.4.10 needs for Deltaframe on JDK 25, as docs/install-karaf.md tells it; run in Karaf's folder.

# The Vector API, FFmpeg without the JVM's warnings, and no -Djava.security.manager=allow, with which JDK 24 and later do not start.
echo 'export JAVA_OPTS="--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"' >> bin/setenv
# Karaf's EventAdmin asks for a Subject by a method that JDK 24 and later refuse.
sed -i 's/AddSubject=true/AddSubject=false/' etc/org.apache.felix.eventadmin.impl.EventAdmin.cfg
