# What Karaf needs for the GPU engine besides, as docs/install-karaf.md tells it; run in Karaf's folder, with the
# checkout's path in DELTAFRAME.

# The kernels lie on the class path of the JVM, where TornadoVM reads them.
cp "$DELTAFRAME"/tornado-kernels/target/deltaframe-tornado-kernels-*-SNAPSHOT.jar lib/boot/
# The SDK's arguments, made anew at every start.
cp "$DELTAFRAME/features/felix/tornado-arguments" bin/
echo '"$DIRNAME/tornado-arguments" "$DIRNAME/tornado-argfile" && JAVA_OPTS="$JAVA_OPTS @$DIRNAME/tornado-argfile"' >> bin/setenv
sed -i 's/^org.osgi.framework.system.packages.extra *= */&io.deltaframe.tornado.kernels, uk.ac.manchester.tornado.api, uk.ac.manchester.tornado.api.common, uk.ac.manchester.tornado.api.enums, uk.ac.manchester.tornado.api.exceptions, uk.ac.manchester.tornado.api.types.arrays, /' etc/config.properties
