/**
 * What programs print when somebody else has their port, as remembered from their sources, their documentation and reports
 * about them. The queries that are wanted, parted by blanks; and the line.
 */
export const IN_USE_LINES: readonly (readonly [query: string, line: string])[] = [
  // Node.js, Deno, Bun and what is built on them
  ['[::]:3000', 'Uncaught Error: listen EADDRINUSE: address already in use :::3000'],
  [
    '0.0.0.0:3000',
    '    at Server.setupListenHandle [as _listen2] (net.js:1318:16) Error: listen EADDRINUSE: address already in use 0.0.0.0:3000',
  ],
  ['3000', 'Error: listen EADDRINUSE, address already in use 3000 (port)'],
  ['8125', 'Error: bind EADDRINUSE null:8125'],
  ['0.0.0.0:1900', 'Error: bind EADDRINUSE 0.0.0.0:1900'],
  ['[::]:35729', '... Uhoh. Got error listen EADDRINUSE: address already in use :::35729 ...'],
  [
    '[::]:4000 [::]:4000',
    "{ Error: listen EADDRINUSE :::4000 at Object._errnoException (util.js:1022:11) code: 'EADDRINUSE', errno: 'EADDRINUSE', syscall: 'listen', address: '::', port: 4000 }",
  ],
  ['[::]:3001', '[1] Error: listen EADDRINUSE: address already in use :::3001'],
  ['[::1]:24678', 'WebSocket server error: Error: listen EADDRINUSE: address already in use ::1:24678'],
  ['24678', 'WebSocket server error: Port 24678 is already in use'],
  ['/var/run/shop/app.sock', 'Error: listen EADDRINUSE: address already in use /var/run/shop/app.sock'],
  ['127.0.0.1:9230', 'Starting inspector on 127.0.0.1:9230 failed: address already in use'],
  ['localhost:9229', 'Starting inspector on localhost:9229 failed: address already in use'],
  ['[::]:3000', ' ⨯ Failed to start server Error: listen EADDRINUSE: address already in use :::3000'],
  ['3000', '⚠ Port 3000 is in use by an unknown process, using available port 3001 instead.'],
  ['3000', 'warn  - Port 3000 is in use, trying 3001 instead.'],
  ['3000', '[nuxi]  WARN  Port 3000 is already in use. Please use another port or stop the process.'],
  [
    'localhost:3000',
    '[get-port] Unable to find an available port (tried 3000 on host "localhost"). Using alternative port 3002.',
  ],
  ['4321', '[astro] Port 4321 is in use, trying another one...'],
  [
    '4200',
    "An unhandled exception occurred: Port 4200 is already in use. Use '--port' to specify a different port.",
  ],
  ['4200', '? Port 4200 is already in use.'],
  ['3000', '? Something is already running on port 3000. Probably: /usr/bin/node server.js (pid 4711)'],
  ['3000', '[WARNING] Something is already running on port 3000. Probably: docusaurus start'],
  ['1234', '🚨 Error: Port "1234" could not be used'],
  ['1234', '@parcel/cli: Port 1234 is already in use'],
  ['6006', '? Port 6006 is not available. Would you like to run Storybook on port 6007 instead? › (Y/n)'],
  ['8081', 'error Port 8081 is already in use. Please terminate other instances of metro server'],
  ['8081', 'warn Port 8081 is being used by another process. Terminate it with npx kill-port'],
  ['8081', '› Port 8081 is running shop-app in another window'],
  ['19000', 'Port 19000 is already in use. Use port 19002 instead?'],
  ['4567', '⚠ The port 4567 is already taken, falling back to 4568'],
  [
    '8080',
    '⚠  firestore: Port 8080 is not open on 127.0.0.1 (127.0.0.1), could not start Firestore Emulator.',
  ],
  ['9099', '⚠  auth: Port 9099 is not open on localhost, could not start Authentication Emulator.'],
  ['4000', '⚠  ui: Emulator UI unable to start on port 4000, starting on 4001 instead.'],
  ['4500', '⚠  logging: Logging Emulator unable to start on port 4500, starting on 4501 instead.'],
  ['0.0.0.0:3000', 'Server listening error: Error: listen EADDRINUSE: address already in use 0.0.0.0:3000'],
  ['4000', 'FATAL Port 4000 has been used, try other port instead.'],
  ['4444', 'Port 4444 is busy, please choose a free port and specify it using -port option'],
  ['8080', '[webpack-dev-server] Error: Port 8080 is in use'],
  ['[::]:8080', '✖ ｢wds｣: Error: listen EADDRINUSE: address already in use :::8080'],
  ['3449', '  Figwheel: Port 3449 is already being used. Are you running another Figwheel Server Process?'],
  ['9630/tcp', 'shadow-cljs - TCP Port 9630 in use'],
  [
    'localhost:3000',
    '[WebServer] http://localhost:3000 is already used, make sure that nothing is running on the port/url or set reuseExistingServer:true',
  ],
  [
    '127.0.0.1:8788',
    '✘ [ERROR] Address already in use (127.0.0.1:8788). Please check that you are not already running a server on this address or specify a different port with --port.',
  ],
  ['3000', "Can't listen on port 3000. Perhaps another Meteor is running?"],
  ['8080', 'EADDRINUSE: port 8080 is already in use'],
  [
    '3000',
    'error: Failed to start server. Is port 3000 in use? syscall: "listen", errno: 0, code: "EADDRINUSE"',
  ],
  [
    '7071',
    'Port 7071 is unavailable. Close the process using that port, or specify another port using --port [-p].',
  ],
  ['8888', 'Could not acquire required port (8888).'],
  [
    '3999',
    'Error: Could not start the local server on port 3999. Please make sure that no other program uses it',
  ],
  ['9222', 'Error: Cannot start server for remote debugging: port 9222 is already in use'],
  ['5173', 'error when starting dev server: Error: Port 5173 is already in use'],
  ['8000', 'gatsby: Something is already running at port 8000'],
  [
    '8000',
    '? Something is already running at port 8000 Would you like to run the app at another port instead? › (Y/n)',
  ],
  [
    '3000',
    'Port 3000 is already in use by another process. Either free up that port (suggested) or pass --port',
  ],
  ['127.0.0.1:4873', 'fatal--- cannot create server EADDRINUSE: address already in use 127.0.0.1:4873'],
  [
    '8080',
    'nodemon: [nodemon] app crashed: port 8080 already in use - waiting for file changes before starting...',
  ],
  ['0.0.0.0:1337', 'error: Error: listen EADDRINUSE: address already in use 0.0.0.0:1337'],
  ['1337', 'The port 1337 is already used by another application.'],
  ['35729', 'Fatal error: Port 35729 is already in use by another process.'],
  ['9876', '21 11 2026 10:00:00.123:WARN [karma]: Port 9876 in use'],
  [
    '4723',
    '[Appium] Fatal: Could not start REST http interface listener. The requested port 4723 may already be in use. Please make sure there is no other instance of this server running already.',
  ],
  ['127.0.0.1:8545', 'Error: listen EADDRINUSE: address already in use 127.0.0.1:8545'],
  ['127.0.0.1:8545', 'Error: Address already in use: 127.0.0.1:8545 (os error 98)'],
  // Python
  [
    '0.0.0.0:8000',
    "ERROR:    [Errno 98] error while attempting to bind on address ('0.0.0.0', 8000): address already in use",
  ],
  [
    '[::]:8000',
    "OSError: [Errno 98] error while attempting to bind on address ('::', 8000, 0, 0): address already in use",
  ],
  [
    '0.0.0.0:8000',
    "ERROR:    [Errno 98] error while attempting to bind on address ('0.0.0.0', 8000): [errno 98] address in use",
  ],
  [
    '127.0.0.1:8000',
    "ERROR:    [WinError 10048] error while attempting to bind on address ('127.0.0.1', 8000): normalerweise darf jede socketadresse (protokoll, netzwerkadresse oder anschluss) nur jeweils einmal verwendet werden",
  ],
  [
    '127.0.0.1:8000',
    "ERROR:    [Errno 10048] error while attempting to bind on address ('127.0.0.1', 8000): 通常每个套接字地址(协议/网络地址/端口)只允许使用一次。",
  ],
  ['0.0.0.0:8080', "[2026-11-21 10:00:00 +0000] [12] [ERROR] Connection in use: ('0.0.0.0', 8080)"],
  ['[::1]:8000', "[2026-11-21 10:00:00 +0000] [12] [ERROR] Connection in use: ('::1', 8000)"],
  ['8089', "OSError: [Errno 98] Address already in use: ('', 8089)"],
  ['0.0.0.0:5000', "OSError: [Errno 48] Address already in use: ('0.0.0.0', 5000)"],
  [
    '5000',
    'Address already in use Port 5000 is in use by another program. Either identify and stop that program, or start the server with a different port.',
  ],
  ['8888', '[I 2026-11-21 10:00:00.123 ServerApp] The port 8888 is already in use, trying another port.'],
  ['8888', 'ERROR: the Jupyter server could not be started because port 8888 is not available.'],
  ['5006', 'ERROR: Cannot start Bokeh server, port 5006 is already in use'],
  [
    '8787',
    'UserWarning: Port 8787 is already in use. Perhaps you already have a cluster running? Hosting the HTTP server on port 43567 instead',
  ],
  [
    '7860',
    'OSError: Cannot find empty port in range: 7860-7860. You can specify a different port by setting the GRADIO_SERVER_PORT environment variable',
  ],
  [
    '6006',
    'E1121 10:00:00.000000 140 program.py:300] TensorBoard could not bind to port 6006, it was already in use',
  ],
  [
    '127.0.0.1:8000',
    "CRITICAL:daphne.server:Listen failure: Couldn't listen on 127.0.0.1:8000: [Errno 48] Address already in use.",
  ],
  [
    '0.0.0.0:6800',
    "twisted.internet.error.CannotListenError: Couldn't listen on 0.0.0.0:6800: [Errno 98] Address already in use.",
  ],
  ['8080', "builtins.OSError: Port 8080 not free on '127.0.0.1'"],
  ['127.0.0.1:8080', 'OSError: Port 8080 not bound on 127.0.0.1:8080 (Address already in use)'],
  ['localhost:8098', "OSError: [Errno 98] Address already in use: ('localhost', 8098)"],
  [
    '0.0.0.0:50052',
    'RuntimeError: Failed to bind to address 0.0.0.0:50052; set GRPC_VERBOSITY=debug environment variable to see detailed error message.',
  ],
  [
    '[::]:50051',
    'E0000 chttp2_server.cc:1080] UNKNOWN:No address added out of total 1 resolved for \'[::]:50051\' {children:[UNKNOWN:Unable to configure socket {fd:7, children:[UNKNOWN:Address already in use {errno:98, os_error:"Address already in use"}]}]}',
  ],
  ['5556', "zmq.error.ZMQError: Address already in use (addr='tcp://*:5556')"],
  ['4040', "WARN Utils: Service 'SparkUI' could not bind on port 4040. Attempting port 4041."],
  [
    '4040',
    "java.net.BindException: Address already in use: Service 'SparkUI' failed after 16 retries (starting from 4040)! Consider explicitly setting the appropriate port",
  ],
  ['/run/gunicorn/shop.sock', '[ERROR] Connection in use: /run/gunicorn/shop.sock'],
  ['0.0.0.0:8080', 'probably another instance of uWSGI is running on the same address (0.0.0.0:8080).'],
  ['3000', '[SAM] Error: Port 3000 is already in use, pick another with --port'],
  ['4566', 'Error: [Gateway] port 4566 is already in use on 0.0.0.0'],
  ['11311', 'Unable to start XML-RPC server, port 11311 is already in use'],
  [
    '0.0.0.0:24231',
    'unexpected error error_class=Errno::EADDRINUSE error="Address already in use - bind(2) for 0.0.0.0:24231"',
  ],
  ['5555', 'The kernel failed to start: port 5555 is already taken'],
  // Ruby and PHP
  [
    '0.0.0.0:3000',
    '/gems/puma-6.4.0/lib/puma/binder.rb:332:in `initialize\': Address already in use - bind(2) for "0.0.0.0" port 3000 (Errno::EADDRINUSE)',
  ],
  ['127.0.0.1:4000', 'jekyll 4.3.2 | Error:  Address already in use - bind(2) for 127.0.0.1:4000'],
  ['127.0.0.1:4000', 'jekyll 4.3.2 | Error:  Address in use - bind(2) for 127.0.0.1:4000'],
  [
    '0.0.0.0:8080',
    'E, [2026-11-21T10:00:00.123456 #123] ERROR -- : adding listener failed addr=0.0.0.0:8080 (in use)',
  ],
  ['/tmp/unicorn.shop.sock', 'ERROR -- : adding listener failed addr=/tmp/unicorn.shop.sock (in use)'],
  ['4567', '== Someone is already performing on port 4567!'],
  ['1080', "MailCatcher: ~~> ERROR: Something's using port 1080. Are you already running MailCatcher?"],
  ['127.0.0.1:8000', 'Failed to listen on 127.0.0.1:8000 (reason: Address already in use)'],
  ['127.0.0.1:8000', 'Failed to listen on 127.0.0.1:8000 (reason: Address in use)'],
  ['127.0.0.1:8000', 'Failed to listen on 127.0.0.1:8000 (reason: ?)'],
  ['0.0.0.0:9501', 'Swoole\\Server::start(): bind(0.0.0.0:9501) failed, Error: Address already in use[98]'],
  [
    '0.0.0.0:9502',
    'Fatal error: Uncaught Swoole\\Exception: failed to listen server port[0.0.0.0:9502], Error: Address already in use[98]',
  ],
  [
    '127.0.0.1:9000',
    "[21-Nov-2026 10:00:00] ERROR: unable to bind listening socket for address '127.0.0.1:9000': Address already in use (98)",
  ],
  [
    '/run/php/php8.3-fpm.sock',
    'ERROR: Another FPM instance seems to already listen on /run/php/php8.3-fpm.sock',
  ],
  ['8000', 'The port 8000 is already in use. Try "symfony server:start --port=8001"'],
  [
    '0.0.0.0:8080',
    'stream_socket_server(): Unable to connect to tcp://0.0.0.0:8080 (Address already in use)',
  ],
  [
    '127.0.0.1:2019/tcp',
    'Error: starting caddy administration endpoint: listen tcp 127.0.0.1:2019: bind: address already in use',
  ],
  // Java and its kin
  ['8080', 'Web server failed to start. Port 8080 was already in use.'],
  [
    '8080',
    "Identify and stop the process that's listening on port 8080 or configure this application to listen on another port.",
  ],
  [
    '8443',
    "Verify the connector's configuration, identify and stop any process that's listening on port 8443, or configure this application to listen on another port.",
  ],
  [
    '8080',
    'SEVERE [main] org.apache.coyote.AbstractProtocol.init Failed to initialize end point associated with ProtocolHandler ["http-nio-8080"] java.net.BindException: Address already in use: JVM_Bind <null>:8080',
  ],
  [
    'localhost:8005',
    'SEVERE: StandardServer.await: create[localhost:8005]: java.net.BindException: Address already in use',
  ],
  [
    '8015',
    'org.apache.catalina.core.StandardServer.await Failed to create server shutdown socket on address [localhost] and port [8015] (base port [8015] and offset [0]) java.net.BindException: Address already in use (Bind failed)',
  ],
  [
    '8080',
    'Port 8080 required by Tomcat v9.0 Server at localhost is already in use. The server may already be running in another process',
  ],
  ['0.0.0.0:8080', 'java.io.IOException: Failed to bind to 0.0.0.0/0.0.0.0:8080'],
  [
    '127.0.0.1:25565',
    '[Server thread/WARN]: Failed to bind to /127.0.0.1:25565: Address already in use: bind',
  ],
  [
    '0.0.0.0:9092',
    '[KafkaServer id=0] Fatal error: Socket server failed to bind to 0.0.0.0:9092: Address already in use.',
  ],
  ['2181', 'ERROR Unable to bind to port 2181: java.net.BindException: Address already in use'],
  ['0.0.0.0:8080', 'Problem starting AdminServer on address 0.0.0.0, port 8080 and command URL /commands'],
  [
    '127.0.0.1:9200',
    'BindHttpException[Failed to bind to 127.0.0.1:[9200]]; nested: BindException[Address already in use];',
  ],
  ['9300', 'Caused by: org.elasticsearch.transport.BindTransportException: Failed to bind to [9300-9400]'],
  [
    'localhost:9000',
    'java.net.BindException: Problem binding to [localhost:9000] java.net.BindException: Address already in use; For more details see:  http://wiki.apache.org/hadoop/BindException',
  ],
  [
    '127.0.0.1:7000',
    '/127.0.0.1:7000 is in use by another process.  Change listen_address:storage_port in cassandra.yaml to values that do not conflict with other services',
  ],
  ['localhost:7474', 'Address localhost:7474 is already in use, cannot bind to it.'],
  [
    '0.0.0.0:61616',
    'Failed to start Apache ActiveMQ: Failed to bind to server socket: tcp://0.0.0.0:61616?maximumConnections=1000 due to: java.net.BindException: Address already in use',
  ],
  ['127.0.0.1:8080', 'WFLYCTL0013: Operation ("add") failed: Address already in use /127.0.0.1:8080'],
  [
    '4848',
    'There is a process already using the admin port 4848 -- it probably is another instance of a GlassFish server.',
  ],
  [
    '7001',
    'Unable to create a server socket for listening on channel "Default". The address 10.0.0.5 might be incorrect or another process is using port 7001: java.net.BindException: Address already in use.',
  ],
  [
    '127.0.0.1:2552',
    'akka.remote.RemoteTransportException: Bind failed for TCP channel on endpoint [/127.0.0.1:2552]',
  ],
  [
    '127.0.0.1:2551',
    'Failed to bind TCP to [localhost/127.0.0.1:2551] due to: Bind failed because of java.net.BindException: [/127.0.0.1:2551] Address already in use',
  ],
  [
    '8080',
    'Port 8080 seems to be in use by another process. Quarkus may already be running or the port is used by another application.',
  ],
  [
    '8080',
    'ERROR i.m.runtime.Micronaut - Error starting Micronaut server: Unable to start Micronaut server on port: 8080',
  ],
  ['1099', 'Error: JMX connector server communication error: Port already in use: 1099'],
  [
    'localhost:5005',
    'Unable to open debugger port (localhost:5005): java.net.BindException "Address already in use (Bind failed)"',
  ],
  ['8983', 'ERROR: Port 8983 is already being used by another process (pid: 4711)'],
  [
    '9010',
    'Exception in thread "main" java.rmi.server.ExportException: Port already in use: 9010; nested exception is: java.net.BindException: Address already in use',
  ],
  [
    '127.0.0.1:9042',
    'Unable to bind to address /127.0.0.1:9042. Set rpc_address in cassandra.yaml to an interface you can bind to',
  ],
  [
    '0.0.0.0:8086',
    'FAILED ServerConnector@1b2c3d{HTTP/1.1, (http/1.1)}{0.0.0.0:8086}: java.net.BindException: Address already in use',
  ],
  ['[0:0:0:0:0:0:0:0]:8080', 'java.net.BindException: Address already in use: /0:0:0:0:0:0:0:0:8080'],
  ['9001', 'sbt: java.lang.RuntimeException: Port 9001 is occupied by another process'],
  // .NET
  [
    '127.0.0.1:5000',
    'System.IO.IOException: Failed to bind to address http://127.0.0.1:5000: address already in use.',
  ],
  [
    '[::]:5000',
    'Unhandled exception. System.IO.IOException: Failed to bind to address http://[::]:5000: address already in use.',
  ],
  [
    'localhost:8080',
    "System.Net.HttpListenerException (183): Failed to listen on prefix 'http://localhost:8080/' because it conflicts with an existing registration on the machine.",
  ],
  [
    '5000',
    'Failed to register URL "http://localhost:5000/" for site "Shop" application "/". Error description: Cannot create a file when that file already exists. (0x800700b7)',
  ],
  [
    '5000',
    'crit: Microsoft.AspNetCore.Server.Kestrel[0] Unable to start Kestrel. System.Net.Sockets.SocketException (98): Address already in use at port 5000',
  ],
  ['1433', "Server TCP provider failed to listen on [ 'any' <ipv4> 1433]. Tcp port is already in use."],
  ['127.0.0.1:15888', 'Failed to bind to address https://127.0.0.1:15888: address already in use.'],
  // Go
  ['8080/tcp', '2026/11/21 10:00:00 listen tcp :8080: bind: address already in use'],
  ['8080/tcp', '[GIN-debug] [ERROR] listen tcp :8080: bind: address already in use'],
  [
    '0.0.0.0:3000/tcp',
    'logger=server level=error msg="Failed to start http server" error="listen tcp 0.0.0.0:3000: bind: address already in use"',
  ],
  [
    '9090/tcp',
    'ts=2026-11-21T10:00:00.123Z level=error component=web msg="Unable to start web listener" err="listen tcp :9090: bind: address already in use"',
  ],
  [
    '80/tcp',
    'time="2026-11-21T10:00:00Z" level=fatal msg="error opening listener: listen tcp :80: bind: address already in use"',
  ],
  [
    '127.0.0.1:8300/tcp',
    '==> Failed to start Consul server: Failed to start RPC listener: listen tcp 127.0.0.1:8300: bind: address already in use',
  ],
  [
    '127.0.0.1:8200/tcp',
    'Error initializing listener of type tcp: listen tcp4 127.0.0.1:8200: bind: address already in use',
  ],
  [
    '0.0.0.0:4222/tcp',
    '[1] 2026/11/21 10:00:00 [FTL] Error listening on port: 0.0.0.0:4222, "listen tcp 0.0.0.0:4222: bind: address already in use"',
  ],
  ['9000', "FATAL Unable to start the server: Specified port '9000' is already in use"],
  ['[::1]:6060/tcp', 'listen tcp [::1]:6060: bind: address already in use'],
  [
    '127.0.0.1:2345/tcp',
    "could not launch process: couldn't start listener: listen tcp 127.0.0.1:2345: bind: address already in use",
  ],
  ['8088/tcp', 'run: open server: open service: listen tcp :8088: bind: address already in use'],
  [
    '/var/run/docker.sock',
    "can't create unix socket /var/run/docker.sock: listen unix /var/run/docker.sock: bind: address already in use",
  ],
  [
    '26257/tcp',
    'ERROR: cockroach server exited with error: unable to listen on 26257: listen tcp :26257: bind: address already in use',
  ],
  ['0.0.0.0:53/udp', 'listen udp 0.0.0.0:53: bind: address already in use'],
  [
    '8080/tcp',
    'listen tcp :8080: bind: Normalerweise darf jede Socketadresse (Protokoll, Netzwerkadresse oder Anschluss) nur jeweils einmal verwendet werden.',
  ],
  [
    '8080/tcp',
    'listen tcp :8080: bind: Une seule utilisation de chaque adresse de socket (protocole/adresse réseau/port) est habituellement autorisée.',
  ],
  [
    '8080/tcp',
    'listen tcp :8080: bind: 通常、各ソケット アドレスに対してプロトコル、ネットワーク アドレス、またはポートのどれか 1 つのみを使用できます。',
  ],
  [
    '8080/tcp',
    'listen tcp :8080: bind: Обычно разрешается только одно использование адреса сокета (протокол/сетевой адрес/порт).',
  ],
  ['1313', 'WARN  port 1313 already in use, attempting to use an available port'],
  ['127.0.0.1:4040/tcp', 'failed to start tunnel: listen tcp 127.0.0.1:4040: bind: address already in use'],
  ['7233', "unable to start server: can't set frontend port 7233: port is already in use"],
  // Rust
  [
    '127.0.0.1:3000',
    'error binding to 127.0.0.1:3000: error creating server listener: Address already in use (os error 48)',
  ],
  ['127.0.0.1:8080', 'Error: failed to bind to `127.0.0.1:8080`: Address already in use (os error 98)'],
  ['127.0.0.1:1111', 'Error: Cannot start server on address 127.0.0.1:1111'],
  [
    '[::1]:3000',
    '[ERROR] (warp::server): error binding to [::1]:3000: error creating server listener: Address in use (os error 98)',
  ],
  [
    '127.0.0.1:8080',
    'thread \'main\' panicked at src/main.rs:12:10: Can not bind to 127.0.0.1:8080: Os { code: 98, kind: AddrInUse, message: "Address already in use" }',
  ],
  [
    '0.0.0.0:8000',
    'Rocket failed to bind network socket to 0.0.0.0:8000: Address already in use (os error 98)',
  ],
  ['127.0.0.1:8000', '>> Error: bind failed on 127.0.0.1:8000: address in use'],
  // Elixir and Erlang
  [
    '4000',
    '[error] Failed to start Ranch listener ShopWeb.Endpoint.HTTP in :ranch_tcp:listen([cacerts: :..., ip: {0, 0, 0, 0, 0, 0, 0, 0}, port: 4000]) for reason :eaddrinuse (address already in use)',
  ],
  ['4000', '[error] Running ShopWeb.Endpoint with Bandit 1.6.1 at http failed, port 4000 already in use'],
  ['8080', '{listen_error,8080,eaddrinuse}'],
  ['[::]:5672', 'Failed to start TCP listener on [::]:5672 (TCP): address already in use'],
  ['25672', 'ERROR: could not bind to distribution port 25672, it is in use by another node: rabbit@box'],
  ['1883', 'Failed to listen on mqtt:tcp on 1883: address already in use'],
  // Other languages
  [
    '0.0.0.0:8080',
    "Unhandled exception: Could not bind to '0.0.0.0:8080': Address already in use (Socket::BindError)",
  ],
  [
    '127.0.0.1:8080',
    'SocketException: Failed to create server socket (OS Error: Address already in use, errno = 48), address = 127.0.0.1, port = 8080',
  ],
  [
    'localhost:9100',
    'SocketException: Failed to create server socket (OS Error: Only one usage of each socket address (protocol/network address/port) is normally permitted., errno = 10048), address = localhost, port = 9100',
  ],
  ['3000', 'failed to listen to port 3000: Address already in use'],
  ['3000', 'Error: could not listen on port 3000: address already in use'],
  // Servers
  ['0.0.0.0:80', '2026/11/21 10:00:00 [emerg] 1#1: bind() to 0.0.0.0:80 failed (98: Address in use)'],
  ['[::]:443', 'nginx: [emerg] bind() to [::]:443 failed (48: Address already in use)'],
  [
    '0.0.0.0:80',
    'nginx: [emerg] bind() to 0.0.0.0:80 failed (10048: Only one usage of each socket address (protocol/network address/port) is normally permitted)',
  ],
  ['/run/nginx.sock', 'nginx: [emerg] bind() to unix:/run/nginx.sock failed (98: Address already in use)'],
  ['0.0.0.0:80', '(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:80'],
  ['0.0.0.0:80', '(48)Address already in use: make_sock: could not bind to address 0.0.0.0:80'],
  [
    '0.0.0.0:443',
    '(OS 10048)Only one usage of each socket address (protocol/network address/port) is normally permitted.  : AH00072: make_sock: could not bind to address 0.0.0.0:443',
  ],
  ['0.0.0.0:80', '(98)Adresse déjà utilisée: AH00072: make_sock: could not bind to address 0.0.0.0:80'],
  [
    '[::]:80',
    '(98)Die Adresse wird bereits verwendet: AH00072: make_sock: could not bind to address [::]:80',
  ],
  [
    '0.0.0.0:80',
    '[ALERT] (1) : Binding [/usr/local/etc/haproxy/haproxy.cfg:12] for frontend http: cannot bind socket (Address already in use) for [0.0.0.0:80]',
  ],
  [
    '0.0.0.0:10000',
    "error adding listener '0.0.0.0:10000': cannot bind '0.0.0.0:10000': Address already in use",
  ],
  [
    '0.0.0.0:9901',
    "error initializing configuration '/etc/envoy/envoy.yaml': cannot bind '0.0.0.0:9901': Address already in use",
  ],
  [
    '0.0.0.0:3128',
    '2026/11/21 10:00:00| commBind: Cannot bind socket FD 12 to 0.0.0.0:3128: (98) Address already in use',
  ],
  ['3128', 'FATAL: Cannot open HTTP Port 3128'],
  ['0.0.0.0:80', 'Error: Could not get socket 0.0.0.0:80: Address already in use'],
  [
    '0.0.0.0:80',
    "2026-11-21 10:00:00: (network.c.540) can't bind to socket: 0.0.0.0:80 Address already in use",
  ],
  ['0.0.0.0:22', 'error: Bind to port 22 on 0.0.0.0 failed: Address already in use.'],
  ['[::]:22', 'error: Bind to port 22 on :: failed: Address already in use.'],
  ['127.0.0.1:25', 'fatal: bind 127.0.0.1 port 25: Address already in use'],
  [
    '127.0.0.1:25',
    'socket bind() to port 25 for address 127.0.0.1 failed: address already in use: daemon abandoned',
  ],
  ['0.0.0.0:993', 'Error: bind(0.0.0.0, 993) failed: Address already in use'],
  [
    '127.0.0.1:631',
    'E [21/Nov/2026:10:00:00 +0000] Unable to bind socket for address 127.0.0.1:631 - Address already in use.',
  ],
  ['445', 'bind failed on port 445 socket_addr = 0.0.0.0. Error = Address already in use'],
  ['53', 'dnsmasq: failed to create listening socket for port 53: Address in use'],
  ['127.0.0.1:53', "[1:0] error: can't bind socket: Address already in use for 127.0.0.1 port 53"],
  ['127.0.0.1:53', '127.0.0.1#53: address in use'],
  [
    '127.0.0.53:53/udp',
    'systemd-resolved[1]: Failed to listen on UDP socket 127.0.0.53:53: Address already in use',
  ],
  [
    '0.0.0.0:80',
    'systemd[1]: shop.socket: Failed to create listening socket (0.0.0.0:80): Address already in use',
  ],
  [
    '/run/shop.sock',
    'systemd[1]: shop.socket: Failed to create listening socket (/run/shop.sock): Address already in use',
  ],
  [
    '1194',
    'TCP/UDP: Socket bind failed on local address [AF_INET][undef]:1194: Address already in use (errno=98)',
  ],
  ['161/udp', 'Error opening specified endpoint "udp:161"'],
  [
    '0.0.0.0:5060',
    'ERROR[12] tcptls.c: Unable to bind SIP TLS server to 0.0.0.0:5060: Address already in use',
  ],
  ['80', 'Port 80 in use by ""C:\\Program Files\\Apache\\httpd.exe" -k runservice" with PID 4711!'],
  ['80', 'Problem detected! Port 80 in use by "Unable to open process" with PID 4!'],
  ['8888', "Apache couldn't be started because port 8888 is in use by another application"],
  // Databases and queues
  ['6379', 'Warning: Could not create server TCP listening socket *:6379: bind: Address already in use'],
  [
    '127.0.0.1:6379',
    '1:C 21 Nov 2026 10:00:00.123 # Could not create server TCP listening socket 127.0.0.1:6379: bind: Address in use',
  ],
  ['6379', '# Failed listening on port 6379 (tcp), aborting.'],
  [
    '5432',
    'HINT:  Is another postmaster already running on port 5432? If not, wait a few seconds and retry.',
  ],
  ['5433', 'TIPP:  Läuft bereits ein anderer Postmaster auf Port 5433? Port 5433 wird bereits verwendet.'],
  [
    '/var/run/postgresql/.s.PGSQL.5432',
    'HINT:  Is another postmaster (PID 12) using socket file "/var/run/postgresql/.s.PGSQL.5432"?',
  ],
  ['127.0.0.1:6432', 'FATAL cannot listen on 127.0.0.1/6432: bind(): Address already in use'],
  [
    '3306',
    "[ERROR] [MY-010262] [Server] Can't start server: Bind on TCP/IP port: Address already in use [ERROR] Do you already have another mysqld server running on port: 3306 ?",
  ],
  [
    '33060',
    "Setup of bind-address: '*' port: 33060 failed, `bind()` failed with error: Address already in use (98). Do you already have another mysqld server running with Mysqlx ?",
  ],
  [
    '/var/run/mysqld/mysqld.sock',
    "[ERROR] [MY-010268] Another process with pid 4711 is using unix socket file '/var/run/mysqld/mysqld.sock'.",
  ],
  [
    '127.0.0.1:27017',
    '{"t":{"$date":"2026-11-21T10:00:00.123+00:00"},"s":"E","c":"CONTROL","id":20568,"ctx":"initandlisten","msg":"Error setting up listener","attr":{"error":{"code":9001,"codeName":"SocketException","errmsg":"127.0.0.1:27017 :: caused by :: setup bind :: caused by :: Address already in use"}}}',
  ],
  [
    '0.0.0.0:27017',
    'E NETWORK  [initandlisten] listen(): bind() failed Address already in use for socket: 0.0.0.0:27017',
  ],
  [
    '[::]:8123',
    'Application: Listen [::]:8123 failed: Poco::Exception. Code: 1000, e.code() = 98, Net Exception: Address already in use: [::]:8123 (version 24.8.1)',
  ],
  ['11211/tcp', 'failed to listen on TCP port 11211: Address already in use'],
  ['1521', 'Error listening on: (DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=localhost)(PORT=1521)))'],
  // Containers and clusters
  [
    '0.0.0.0:5432',
    'Error response from daemon: driver failed programming external connectivity on endpoint shop-db-1 (9f8e7d6c5b4a3210): Bind for 0.0.0.0:5432 failed: port is already allocated',
  ],
  [
    '[::]:8080',
    'Error response from daemon: failed to set up container networking: driver failed programming external connectivity on endpoint web (1a2b): Bind for :::8080 failed: port is already allocated',
  ],
  [
    '0.0.0.0:3306/tcp',
    'Error response from daemon: failed to set up container networking: driver failed programming external connectivity on endpoint db: failed to bind host port 0.0.0.0:3306/tcp: address already in use',
  ],
  [
    '0.0.0.0:80/tcp',
    'Error response from daemon: Ports are not available: exposing port TCP 0.0.0.0:80 -> 0.0.0.0:0: listen tcp 0.0.0.0:80: bind: address already in use',
  ],
  [
    '0.0.0.0:3000/tcp',
    '(HTTP code 500) server error - Ports are not available: listen tcp 0.0.0.0:3000: bind: Only one usage of each socket address (protocol/network address/port) is normally permitted.',
  ],
  ['0.0.0.0:8080/tcp', 'Error: rootlessport listen tcp 0.0.0.0:8080: bind: address already in use'],
  [
    '8080',
    "Error: pasta failed with exit code 1: Failed to bind port 8080 (Address already in use) for option '-t 8080-8080:80-80', exiting",
  ],
  [
    '127.0.0.1:8080/tcp',
    'Unable to listen on port 8080: Listeners failed to create with the following errors: [unable to create listener: Error listen tcp4 127.0.0.1:8080: bind: address already in use]',
  ],
  ['3000', 'error: unable to listen on any of the requested ports: [{3000 80}]'],
  ['10250', '\t[ERROR Port-10250]: Port 10250 is in use'],
  ['443', 'Port 443 is busy, using 33001 instead, see https://ddev.com/s/router'],
  ['80', 'Failed to start shop: Unable to listen on required ports, port 80 is already in use'],
  [
    '2200',
    'Vagrant cannot forward the specified ports on this VM. The forwarded port to 2200 is already in use on the host machine.',
  ],
  [
    '2222',
    'NAT#0: configuration error: failed to set up redirection of 2222 to 10.0.2.15:22. Probably a conflict with existing services or rules',
  ],
  [
    '2222',
    "qemu-system-x86_64: -netdev user,id=n0,hostfwd=tcp::2222-:22: Could not set up host forwarding rule 'tcp::2222-:22'",
  ],
  ['1234/tcp', 'qemu-system-x86_64: -gdb tcp::1234: Failed to bind socket: Address already in use'],
  [
    '127.0.0.1:4444',
    'qemu-system-arm: -monitor telnet:127.0.0.1:4444,server,nowait: Failed to bind socket: Address already in use',
  ],
  ['10350', 'Tilt cannot start because you already have another process on port 10350'],
  [
    '0.0.0.0:54322',
    'failed to start docker container: Bind for 0.0.0.0:54322 failed: port is already allocated. Try stopping the running project with supabase stop',
  ],
  // Tools
  ['127.0.0.1:8080', 'bind [127.0.0.1]:8080: Address already in use'],
  ['8080', 'channel_setup_fwd_listener_tcpip: cannot listen to port: 8080'],
  [
    '127.0.0.1:5037',
    '* daemon not running; starting now at tcp:5037 adb: cannot bind to 127.0.0.1:5037: Address already in use',
  ],
  [
    '5037/tcp',
    'adb server failed to start: could not install *smartsocket* listener: cannot bind to tcp:5037: Address already in use',
  ],
  ['0.0.0.0:8080', 'Ncat: bind to 0.0.0.0:8080: Address already in use. QUITTING.'],
  [
    '0.0.0.0:8080',
    '2026/11/21 10:00:00 socat[4711] E bind(5, {AF=2 0.0.0.0:8080}, 16): Address already in use',
  ],
  ['5201', 'iperf3: error - unable to start listener for connections on port 5201: Address already in use'],
  ['3333', "Error: couldn't bind tcl to socket on port 3333: Address already in use"],
  ['2331', 'ERROR: Failed to open listener port 2331: Address already in use'],
  [
    '0.0.0.0:8200',
    'mitmdump: Error starting proxy server: OSError(98, "[Errno 98] error while attempting to bind on address (\'0.0.0.0\', 8200): address already in use")',
  ],
  ['8080', 'Error: proxy failed to listen on port 8080: port is occupied'],
  // Colours, quotes, lists
  [
    '3000',
    '\u001b[33m⚠\u001b[39m Port \u001b[1m3000\u001b[22m is in use, trying \u001b[1m3001\u001b[22m instead.',
  ],
  ['localhost:3000', '\u001b[31mError:\u001b[0m http://localhost:\u001b[1m3000\u001b[22m is already in use'],
  ['3000', 'level=error msg="port=3000 already in use"'],
  ['3000', 'Error: Port [3000] is already in use'],
  ['3000', 'Error: port "3000" already taken'],
  ['3000', 'port (3000) is already occupied'],
  ['8080 8443', 'Ports 8080 and 8443 are already in use'],
  ['8080 8443', 'Ports 8080 and 8443 are already in use'],
  ['8080 8081 8082', 'Ports already in use: 8080, 8081, 8082'],
  ['3000/tcp', 'Error: 3000/tcp is already in use'],
  ['localhost:3000', 'ERROR: address localhost:3000 already bound'],
  ['3000', 'unable to bind to port 3000 (EADDRINUSE)'],
  ['3000', 'Another process is already listening on port 3000'],
  ['3000', 'Some other program is using port 3000'],
  ['3000', 'Ensure port 3000 is not already in use: startup failed'],
  // Other languages
  ['3000', 'Fehler: Port 3000 wird bereits verwendet'],
  ['3000', 'Der Port 3000 ist bereits belegt.'],
  ['3000', 'Erreur : le port 3000 est déjà utilisé par un autre processus'],
  ['3000', 'Error: el puerto 3000 ya está en uso'],
  ['3000', 'Erro: a porta 3000 já está em uso'],
  ['3000', 'Errore: la porta 3000 è già in uso'],
  ['3000', '错误：端口 3000 已被占用'],
  ['3000', '端口3000被占用'],
  ['3000', 'エラー: ポート 3000 は既に使用されています'],
  ['3000', 'ポート3000は使用中です'],
  ['3000', '오류: 포트 3000이(가) 이미 사용 중입니다'],
  ['3000', 'Ошибка: порт 3000 уже используется другим процессом'],
  ['3000', 'Порт 3000 занят'],
  ['0.0.0.0:3000', 'Fehler beim Binden an 0.0.0.0:3000: Die Adresse wird bereits verwendet'],
  ['127.0.0.1:8000', '绑定 127.0.0.1:8000 失败: 地址已在使用'],
  ['127.0.0.1:8000', '127.0.0.1:8000: アドレスは既に使用中です'],
  // From public reports
  [
    'localhost:8080/tcp',
    'Error: Failed to bind /dns/localhost/tcp/8080/http. Address already in use (os error 98)',
  ],
  ['2425/udp', 'Fatal Error!! Failed to bind the TCP/UDP port(2425)! Address already in use'],
  ['0.0.0.0:25577', '20:56:09 [WARN] Could not bind to host /0.0.0.0:25577'],
  [
    'localhost:1212',
    'Error: Port "1212" on "localhost" is already in use. Please use another port. ex: PORT=4343 yarn dev',
  ],
  ['8081', 'this port 8081 is occupied.try another.'],
  ['8081', 'The port【8081】 is occupied, please change other port.'],
  ['3000', 'another process is occupying port 3000, which the app relies on'],
  ['8001', 'Unable to bind PORT=8001'],
  ['8081', 'Reusing a development server already listening on port 8081'],
  ['9090', 'error: port 9090 is in use by another service'],
  ['0.0.0.0:6432', "error: [Errno 98] Address already in use: ('0.0.0.0', 6432)"],
  ['127.0.0.1:4568', '[Error: listen EADDRINUSE 127.0.0.1:4568]'],
  [
    '0.0.0.0:9898',
    'ERROR: for pgpool  Cannot start service pgpool: driver failed programming external connectivity on endpoint pgpool_1 (190a688ccfa12bd3): Bind for 0.0.0.0:9898 failed: port is already allocated',
  ],
  ['5000', 'Error: Port 5000 is being used by PID 4711'],
  ['3000', 'Port 3000 is reserved or in use by process 8080'],
];
