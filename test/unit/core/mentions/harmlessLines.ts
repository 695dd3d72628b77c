/** What servers and tools print where nothing is in use, or where something else is wrong: none of it may become a link. */
export const HARMLESS_LINES: readonly string[] = `
Server listening on port 3000
Listening on http://localhost:3000
  ➜  Local:   http://localhost:5173/
  ➜  Network: http://192.168.1.20:5173/
  ➜  press h + enter to show help
  VITE v5.4.0  ready in 312 ms
▲ Next.js 15.0.3
   - Local:        http://localhost:3000
   - Environments: .env.local
 ✓ Ready in 1411ms
 ○ Compiling / ...
 GET / 200 in 1034ms
Nuxt 3.13.0 with Nitro 2.9.7
  > Local:    http://localhost:3000/
** Angular Live Development Server is listening on localhost:4200, open your browser on http://localhost:4200/ **
webpack 5.94.0 compiled successfully in 1234 ms
<i> [webpack-dev-server] Project is running at: http://localhost:8080/
<i> [webpack-dev-server] Loopback: http://localhost:8080/, http://[::1]:8080/
You can now view shop in the browser.
Note that the development build is not optimized.
Storybook 8.2.9 for react-vite started
Metro waiting on exp://192.168.1.20:8081
› Using Expo Go
✔  All emulators ready! It is now safe to connect your app.
│ Firestore      │ 127.0.0.1:8080 │ http://127.0.0.1:4000/firestore   │
⎔ Starting local server...
[wrangler:info] Ready on http://localhost:8787
Debugger listening on ws://127.0.0.1:9229/8f3a2c1e-0000-4b5c-9d6e-aa11bb22cc33
For help, see: https://nodejs.org/en/docs/inspector
Debugger attached.
Waiting for the debugger to disconnect...
(node:12345) ExperimentalWarning: The Fetch API is an experimental feature.
    at Server.setupListenHandle [as _listen2] (node:net:1817:16)
    at listenInCluster (node:net:1865:12)
  errno: -98,
  code: 'ECONNREFUSED',
Error: connect ECONNREFUSED 127.0.0.1:5432
Error: connect ETIMEDOUT 10.0.0.5:443
Error: listen EACCES: permission denied 0.0.0.0:80
Error: listen EACCES: permission denied /run/shop.sock
Error: listen EADDRNOTAVAIL: address not available 10.9.9.9:3000
Error: getaddrinfo ENOTFOUND db.internal:5432
Error: socket hang up
Error: read ECONNRESET
Error: listen EINVAL: invalid argument /tmp/very/long/path.sock
RangeError [ERR_SOCKET_BAD_PORT]: options.port should be >= 0 and < 65536. Received type number (70000).
ERR_SERVER_ALREADY_LISTEN: Listen method has been called more than once without closing.
npm warn deprecated inflight@1.0.6: This module is not supported, and leaks memory.
npm error code ELIFECYCLE
added 312 packages, and audited 313 packages in 12s
> shop@1.0.0 dev
> vite --port 3000
yarn run v1.22.22
[nodemon] 3.1.4
[nodemon] starting \`node server.js\`
[nodemon] app crashed - waiting for file changes before starting...
[nodemon] watching extensions: js,mjs,cjs,json
info  - Loaded env from /home/me/shop/.env
event - compiled client and server successfully in 1234 ms (312 modules)
wait  - compiling /api/hello (client and server)...
[HMR] Waiting for update signal from WDS...
[vite] hmr update /src/App.tsx
[vite] page reload index.html
[proxy] GET /api -> http://localhost:3001
[HPM] Proxy created: /api  -> http://localhost:8080
[HPM] Error occurred while proxying request localhost:3000/api to http://localhost:8080 [ECONNREFUSED]
Error occurred while trying to proxy: localhost:3000/api
Proxy error: Could not proxy request /api from localhost:3000 to http://localhost:8080.
Connected to MongoDB at mongodb://127.0.0.1:27017/shop
Redis connected on port 6379
Database connected on port 5432
Worker 1234 listening on 3000
[PM2] App [shop] launched (1 instances)
INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)
INFO:     Started reloader process [12345] using StatReload
INFO:     127.0.0.1:51234 - "GET / HTTP/1.1" 200 OK
INFO:     Application startup complete.
INFO:     Shutting down
[2026-11-21 10:00:00 +0000] [1234] [INFO] Listening at: http://127.0.0.1:8000 (1234)
[2026-11-21 10:00:00 +0000] [1234] [INFO] Using worker: sync
[2026-11-21 10:00:00 +0000] [1240] [INFO] Booting worker with pid: 1240
[2026-11-21 10:00:00 +0000] [1234] [CRITICAL] WORKER TIMEOUT (pid:1240)
 * Running on http://127.0.0.1:5000
 * Serving Flask app 'app'
 * Debugger PIN: 123-456-789
WARNING: This is a development server. Do not use it in a production deployment.
Starting development server at http://127.0.0.1:8000/
Django version 5.1, using settings 'shop.settings'
System check identified no issues (0 silenced).
[21/Nov/2026 10:00:00] "GET /admin/ HTTP/1.1" 302 0
Serving HTTP on 0.0.0.0 port 8000 (http://0.0.0.0:8000/) ...
127.0.0.1 - - [21/Nov/2026 10:00:00] "GET / HTTP/1.1" 200 -
[I 2026-11-21 10:00:00.123 ServerApp] Jupyter Server 2.14.2 is running at:
[I 2026-11-21 10:00:00.123 ServerApp] http://localhost:8888/lab?token=abc
    To access the server, open this file in a browser:
  You can now view your Streamlit app in your browser.
  Local URL: http://localhost:8501
TensorBoard 2.17.1 at http://localhost:6006/ (Press CTRL+C to quit)
OSError: [Errno 98] Address already in use
OSError: [Errno 48] Address already in use
Error: That port is already in use.
[Errno 13] error while attempting to bind on address ('0.0.0.0', 80): permission denied
[Errno 99] error while attempting to bind on address ('::1', 8000, 0, 0): cannot assign requested address
[Errno 10013] error while attempting to bind on address ('127.0.0.1', 8000): an attempt was made to access a socket in a way forbidden by its access permissions
[WinError 10013] An attempt was made to access a socket in a way forbidden by its access permissions: ('0.0.0.0', 8000)
PermissionError: [Errno 13] Permission denied: ('0.0.0.0', 80)
[Errno 111] Connection refused: ('127.0.0.1', 5432)
psycopg2.OperationalError: could not connect to server: Connection refused Is the server running on host "localhost" (127.0.0.1) and accepting TCP/IP connections on port 5432?
connection to server at "localhost" (127.0.0.1), port 5432 failed: Connection refused
connection to server at "127.0.0.1", port 5432 failed: FATAL: password authentication failed for user "me"
FATAL:  sorry, too many clients already
FATAL:  remaining connection slots are reserved for non-replication superuser connections
Celery beat v5.4.0 is starting.
[2026-11-21 10:00:00,123: INFO/MainProcess] Connected to redis://localhost:6379/0
consumer: Cannot connect to amqp://guest:**@127.0.0.1:5672//: [Errno 111] Connection refused.
redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.
=> Booting Puma
=> Rails 7.2.1 application starting in development
* Listening on http://127.0.0.1:3000
* Listening on unix:///tmp/sockets/shop.sock
Use Ctrl-C to stop
A server is already running (pid: 4711, file: /home/me/shop/tmp/pids/server.pid).
A server is already running. Check /home/me/shop/tmp/pids/server.pid.
Permission denied - bind(2) for "0.0.0.0" port 80 (Errno::EACCES)
Errno::EADDRNOTAVAIL: Cannot assign requested address - bind(2) for "10.9.9.9" port 3000
Server address: http://127.0.0.1:4000/
[2026-11-21 10:00:00] INFO  WEBrick::HTTPServer#start: pid=12345 port=4567
PHP 8.3.0 Development Server (http://localhost:8000) started
[Sat Nov 21 10:00:00 2026] 127.0.0.1:51234 Accepted
[Sat Nov 21 10:00:00 2026] 127.0.0.1:51234 [200]: GET /
[Sat Nov 21 10:00:00 2026] Failed to listen on localhost:80 (reason: Permission denied)
   INFO  Server running on [http://127.0.0.1:8000].
SQLSTATE[HY000] [2002] Connection refused (Connection: mysql, Host: 127.0.0.1, Port: 3306)
Tomcat initialized with port 8080 (http)
Tomcat started on port 8080 (http) with context path '/'
Started ShopApplication in 2.345 seconds (process running for 2.9)
Netty started on port 8080 (http)
Undertow started on port(s) 8080 (http)
o.s.b.w.embedded.tomcat.TomcatWebServer  : Tomcat initialized with port(s): 8080 (http)
LiveReload server is running on port 35729
INFO:oejs.AbstractConnector:main: Started ServerConnector@3207d26a{HTTP/1.1, (http/1.1)}{0.0.0.0:8080}
INFO [main] org.apache.coyote.AbstractProtocol.start Starting ProtocolHandler ["http-nio-8080"]
INFO  [io.quarkus] shop 1.0 on JVM started in 1.234s. Listening on: http://localhost:8080
Startup completed in 512ms. Server Running: http://localhost:8080
Listening for transport dt_socket at address: 5005
java.net.ConnectException: Connection refused: localhost/127.0.0.1:9092
java.net.BindException: Cannot assign requested address
java.net.BindException: Permission denied
java.net.SocketException: Permission denied: bind 0.0.0.0:443
Caused by: java.net.UnknownHostException: kafka:9092
[main] WARN Connection to node 1 (localhost/127.0.0.1:9092) could not be established. Broker may not be available.
[AdminClient clientId=adminclient-1] Node -1 disconnected. localhost:9092
Bootstrap broker localhost:9092 (id: -1 rack: null) disconnected
INFO binding to port 0.0.0.0/0.0.0.0:2181 (org.apache.zookeeper.server.NIOServerCnxnFactory)
INFO Awaiting socket connections on 0.0.0.0:9092. (kafka.network.DataPlaneAcceptor)
{"type": "server", "message": "publish_address {127.0.0.1:9200}, bound_addresses {[::1]:9200}, {127.0.0.1:9200}" }
info: Microsoft.Hosting.Lifetime[14] Now listening on: http://localhost:5000
info: Microsoft.Hosting.Lifetime[0] Application started. Press Ctrl+C to shut down.
Overriding address(es) 'http://localhost:5000'. Binding to endpoints defined via IConfiguration instead.
warn: Microsoft.AspNetCore.HttpsPolicy.HttpsRedirectionMiddleware[3] Failed to determine the https port for redirect.
System.Net.Sockets.SocketException (111): Connection refused [::ffff:127.0.0.1]:5432
System.Net.Sockets.SocketException (10013): An attempt was made to access a socket in a way forbidden by its access permissions. Failed to bind to http://127.0.0.1:5000
System.Net.HttpListenerException (5): Access is denied. http://+:80/
System.Net.Sockets.SocketException (99): Cannot assign requested address 10.0.0.9:5000
[GIN-debug] Listening and serving HTTP on :8080
2026/11/21 10:00:00 Server started on :8080
2026/11/21 10:00:00 http: TLS handshake error from 10.0.0.7:51234: EOF
2026/11/21 10:00:00 http: Accept error: accept tcp [::]:8080: accept4: too many open files; retrying in 5ms
2026/11/21 10:00:00 listen tcp 0.0.0.0:80: bind: permission denied
2026/11/21 10:00:00 listen tcp 10.9.9.9:80: bind: cannot assign requested address
2026/11/21 10:00:00 listen tcp: lookup myhost: no such host
2026/11/21 10:00:00 dial tcp 127.0.0.1:5432: connect: connection refused
2026/11/21 10:00:00 dial tcp 127.0.0.1:5432: i/o timeout
listen tcp :8080: bind: An attempt was made to access a socket in a way forbidden by its access permissions.
API server listening at: 127.0.0.1:2345
watching .
building...
level=info msg="Configuration loaded from file: /etc/traefik/traefik.yml"
level=info msg="Listening" address=[::]:9090
t=2026-11-21T10:00:00+0000 lvl=info msg="HTTP Server Listen" logger=http.server address=[::]:3000 protocol=http
{"level":"info","ts":1700000000.123,"msg":"serving initial configuration"}
{"level":"info","logger":"admin","msg":"admin endpoint started","address":"localhost:2019","enforce_origin":false}
Web Server is available at http://localhost:1313/ (bind address 127.0.0.1)
Press Ctrl+C to stop
INFO 📡 server listening at: http://127.0.0.1:8080/
   Compiling shop v0.1.0 (/home/me/shop)
    Finished \`dev\` profile [unoptimized + debuginfo] target(s) in 2.34s
     Running \`target/debug/shop\`
thread 'main' panicked at src/main.rs:10:51:
note: run with \`RUST_BACKTRACE=1\` environment variable to display a backtrace
🚀 Rocket has launched from http://127.0.0.1:8000
starting 8 workers
error: Uncaught (in promise) AddrInUse: Address already in use (os error 98)
Error: Os { code: 98, kind: AddrInUse, message: "Address already in use" }
Error: Permission denied (os error 13) binding 0.0.0.0:80
[info] Running ShopWeb.Endpoint with Bandit 1.5.7 at 127.0.0.1:4000 (http)
[info] Access ShopWeb.Endpoint at http://localhost:4000
[watch] build finished, watching for changes...
nginx: configuration file /etc/nginx/nginx.conf test is successful
nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)
nginx: [emerg] bind() to 10.9.9.9:80 failed (99: Cannot assign requested address)
nginx: [emerg] host not found in upstream "api:3000" in /etc/nginx/conf.d/default.conf:7
nginx: [emerg] still could not bind()
nginx: [warn] conflicting server name "shop.local" on 0.0.0.0:80, ignored
2026/11/21 10:00:00 [error] 29#29: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 172.18.0.1, server: , request: "GET / HTTP/1.1", upstream: "http://172.18.0.3:3000/", host: "localhost:8080"
2026/11/21 10:00:00 [notice] 1#1: start worker process 29
AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using 172.17.0.2. Set the 'ServerName' directive globally to suppress this message
(13)Permission denied: AH00072: make_sock: could not bind to address 0.0.0.0:80
[ALERT] (1) : Starting frontend web: cannot bind socket (Permission denied) for [0.0.0.0:80]
[WARNING] (1) : Server web/s1 is DOWN, reason: Layer4 connection problem, info: "Connection refused", check duration: 0ms. 0 active and 0 backup servers left.
HTTP/1.1 503 Service Unavailable
upstream 127.0.0.1:3000 is temporarily unavailable
503 Service Unavailable: no healthy upstream at 127.0.0.1:3000
backend server 10.0.0.4:8080 is unavailable
upstream server localhost:3000 is busy
Service at http://localhost:3000 is unavailable
Port 3000 is temporarily unavailable, retrying
server busy, retrying connection to 127.0.0.1:6379
1:M 21 Nov 2026 10:00:00.123 * Running mode=standalone, port=6379.
1:M 21 Nov 2026 10:00:00.123 # Server initialized
1:M 21 Nov 2026 10:00:00.123 * Ready to accept connections tcp
LOG:  listening on IPv4 address "127.0.0.1", port 5432
LOG:  listening on Unix socket "/var/run/postgresql/.s.PGSQL.5432"
LOG:  could not bind IPv4 address "127.0.0.1": Permission denied
LOG:  database system is ready to accept connections
[Server] /usr/sbin/mysqld: ready for connections. Version: '8.4.2'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server - GPL.
[Server] X Plugin ready for connections. Bind-address: '::' port: 33060, socket: /var/run/mysqld/mysqlx.sock
ERROR 2002 (HY000): Can't connect to local MySQL server through socket '/var/run/mysqld/mysqld.sock' (2)
ERROR 2003 (HY000): Can't connect to MySQL server on '127.0.0.1:3306' (111)
{"t":{"$date":"2026-11-21T10:00:00.123+00:00"},"s":"I","c":"NETWORK","id":23016,"ctx":"listener","msg":"Waiting for connections","attr":{"port":27017,"ssl":"off"}}
{"t":{"$date":"2026-11-21T10:00:00.123+00:00"},"s":"I","c":"NETWORK","id":22943,"ctx":"listener","msg":"Connection accepted","attr":{"remote":"127.0.0.1:51234","connectionCount":2}}
started TCP listener on [::]:5672
=INFO REPORT==== accepting AMQP connection <0.123.0> (127.0.0.1:51234 -> 127.0.0.1:5672)
Opening ipv4 listen socket on port 1883.
New connection from 127.0.0.1:51234 on port 1883.
 Container shop-db-1  Started
Attaching to db-1, web-1
web-1  | Listening on 0.0.0.0:3000
CONTAINER ID   IMAGE         COMMAND   CREATED   STATUS   PORTS   NAMES
8f3a2c1e4b5c   postgres:16   "docker"  2 days    Up       0.0.0.0:5432->5432/tcp, :::5432->5432/tcp   shop-db-1
Error response from daemon: Conflict. The container name "/shop-db-1" is already in use by container "8f3a2c1e4b5c9d6e". You have to remove (or rename) that container to be able to reuse that name.
Error response from daemon: network with name shop_default already exists
Error response from daemon: No such container: shop-db-1
Error response from daemon: Ports are not available: exposing port TCP 0.0.0.0:80 -> 0.0.0.0:0: listen tcp 0.0.0.0:80: bind: permission denied
Error response from daemon: Ports are not available: listen tcp 0.0.0.0:80: bind: An attempt was made to access a socket in a way forbidden by its access permissions.
Error: rootlessport cannot expose privileged port 80, you can add 'net.ipv4.ip_unprivileged_port_start=80' to /etc/sysctl.conf
Forwarding from 127.0.0.1:8080 -> 80
Forwarding from [::1]:8080 -> 80
Handling connection for 8080
E1121 10:00:00.000000 12345 portforward.go:413] an error occurred forwarding 8080 -> 80: error forwarding port 80 to pod abc: exit status 1
Unable to listen on port 80: Listeners failed to create with the following errors: [unable to create listener: Error listen tcp4 127.0.0.1:80: bind: permission denied]
error: lost connection to pod
The connection to the server localhost:8080 was refused - did you specify the right host or port?
minikube: Kubernetes control plane is running at https://127.0.0.1:32771
==> default: Forwarding ports...
    default: 22 (guest) => 2222 (host) (adapter 1)
    default: SSH address: 127.0.0.1:2222
channel 3: open failed: connect failed: Connection refused
ssh: connect to host box port 22: Connection refused
ssh: connect to host 10.0.0.5 port 22: No route to host
Accepted publickey for me from 10.0.0.7 port 51234 ssh2: ED25519 SHA256:abcdef
Disconnected from user me 10.0.0.7 port 51234
Server listening on 0.0.0.0 port 22.
error: Bind to port 22 on 10.9.9.9 failed: Cannot assign requested address.
bind [127.0.0.1]:80: Permission denied
Ncat: Listening on 0.0.0.0:8080
Ncat: Connection from 127.0.0.1:51234.
curl: (7) Failed to connect to localhost port 3000 after 0 ms: Couldn't connect to server
wget: can't connect to remote host (127.0.0.1): Connection refused
Connecting to localhost (localhost)|127.0.0.1|:3000... connected.
*   Trying 127.0.0.1:3000...
* Connected to localhost (127.0.0.1) port 3000 (#0)
* connect to 127.0.0.1 port 3000 failed: Connection refused
Starting ChromeDriver 129.0 on port 9515
ChromeDriver was started successfully on port 9515.
DevTools listening on ws://127.0.0.1:9222/devtools/browser/8f3a2c1e
Selenium Server is up and running on port 4444
could not open port '/dev/ttyUSB0': [Errno 16] Device or resource busy: '/dev/ttyUSB0'
Error: Resource busy, cannot open /dev/ttyACM0
A fatal error occurred: Could not open COM3, the port is busy or doesn't exist.
avrdude: ser_open(): can't open device "COM5": Access is denied.
List of devices attached
* daemon not running; starting now at tcp:5037
* daemon started successfully
emulator-5554	device
Serving on http://127.0.0.1:8000/
INFO    -  [10:00:00] Serving on http://127.0.0.1:8000/docs/
    Server running... press ctrl-c to stop.
Auto-regeneration: enabled for '/home/me/blog'
Session Status online
Forwarding https://8f3a-1-2-3-4.ngrok-free.app -> http://localhost:3000
Web Interface http://127.0.0.1:4040
[Browsersync] Serving files from: ./
       Local: http://localhost:3000
          UI: http://localhost:3001
Hit CTRL-C to stop the server
Available on:
  http://127.0.0.1:8080
INFO  Accepting connections at http://localhost:3000
HTTP  21/11/2026 10:00:00 ::1 GET /
Port 3000 is free
Port 3000 is available
Port 3000 is now free
Port 3000 is open
Port 3000 is not in use
Port 3000 is no longer in use
port 3000 isn't in use
Nothing is listening on port 3000
No process is using port 3000
Killed process on port 3000
Process on port 3000 killed
Waiting for port 3000 to be available
Checking whether port 3000 is in use...
Checking if port 8080 is already in use
If port 3000 is already in use, another one is chosen.
When port 5173 is in use, Vite tries the next one.
Set PORT to another value if 3000 is taken.
Using port 3001
Using port 3001 instead
Trying port 3001...
Starting on port 3001
Attempting to bind to port 3001
Retrying on port 3001
Falling back to port 3001
Server is using port 3001 instead
Switched to port 3001
The default port is 3000
Server configured to listen on port 8080
Binding to 0.0.0.0:8080
Bound to 127.0.0.1:8080
bind: 127.0.0.1:6379
bind-address = 127.0.0.1:3306
address: 0.0.0.0:8080
Opened port 3000. Memory is in use
Memory in use: 3000 MB
heap in use 3000 of 8080 MB
Connections in use: 12 of 100 on port 5432
12 connections in use, 88 available on port 5432
Server listening on port 3000, connection pool in use: 5
airport 3000 is in use
Seat 3000 is already taken
Username already taken
POST http://localhost:3000/signup 409 email address already in use
auth/email-already-in-use: The email address is already in use by another account.
The lock file /var/lib/dpkg/lock-frontend is in use by another process
E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 12345 (apt)
fatal: Unable to create '/home/me/shop/.git/index.lock': File exists.
fatal: 'feature' is already used by worktree at '/home/me/shop-2'
umount: /mnt/data: target is busy.
mount: /dev/sdb1 already mounted on /mnt
rm: cannot remove '/tmp/x': Device or resource busy
Text file busy: /home/me/shop/server
dhcpd: Abandoning IP address 10.0.0.5: in use
PID 3000 is already running
Process 3000 already exists
Session 8080 is already active
Task 3000 was already started
Error: Failed to load config from /home/me/shop/vite.config.ts:12:34
Error: Failed to start server: Cannot find module 'express'
Failed to start on port 3000: Cannot find module './app'
Failed to connect to 127.0.0.1:6379
Failed to open connection to localhost:5432
Could not connect to Redis at 127.0.0.1:6379: Connection refused
Unable to connect to the database at localhost:5432
could not send request to http://localhost:9200
cannot reach http://127.0.0.1:8080/health
Failed to resolve import "./x" from "src/main.ts:3000"
Failed to bind to property 'port' of 8080
Failed to parse port 70000
invalid port 3000a
port must be between 1024 and 65535
Error: port 80 requires root privileges
Cannot bind to port 80: Operation not permitted
Could not listen on port 443: access denied
Failed to bind 10.0.0.9:3000: Can't assign requested address
Failed to listen on 0.0.0.0:80: Keine Berechtigung
bind 0.0.0.0:80 失败: 权限不够
listen tcp 0.0.0.0:80: bind: Zugriff verweigert
  ✓ falls back when port 3000 is in use (12 ms)
  ✔ prints "address already in use 127.0.0.1:3000"
ok 12 - port 3000 is in use
    ✗ should tell that port 3000 is taken
Warning: remote port forwarding failed for listen port 8080
connect EADDRINUSE 10.0.0.1:443 - Local (0.0.0.0:0)
dial tcp 10.0.0.1:443: connect: address already in use
RTNETLINK answers: Address already in use
PORT=3000
export PORT=8080
EXPOSE 3000/tcp
ports: 3000:3000
      - "127.0.0.1:5432:5432"
tcp        0      0 0.0.0.0:3000            0.0.0.0:*               LISTEN      12345/node
LISTEN 0      511          127.0.0.1:3000      0.0.0.0:*    users:(("node",pid=12345,fd=18))
node    12345 me   18u  IPv4 123456      0t0  TCP 127.0.0.1:3000 (LISTEN)
Error: listen EACCES: permission denied 127.0.0.1:3000
HTTP server started on port 3000, pid 4711 already registered
cache: key user:3000 already in use, skipping
worker 3 on port 3000 is busy with 12 requests
Connection to 127.0.0.1:5432 already open
client 127.0.0.1:51234 already registered
[info] Listening on port 3000 (already warmed up)
Failed to load resource: the server responded with a status of 404 (Not Found) http://localhost:3000/favicon.ico
Retrying in 5 s: bind succeeded on port 3000
Port 8080 opened successfully
Table seats: 3000 taken, 500 free
listening on [::]:3000, another instance can be started on port 3001
Error: socket /tmp/x.sock: no such file
could not connect to /var/run/docker.sock: permission denied
Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?
[warn] upstream localhost:3000 already marked down
Waiting for another flutter command to release the startup lock...
Another request to http://localhost:3000/api is running
something went wrong while serving http://localhost:3000/
error: failed to start job 3000: another job is running
Timeout waiting for port 3000 to open
failed to fetch http://127.0.0.1:8080: server busy
Health check on port 8080 failed
bind mount /data failed: not found
port 22: Connection refused
Error: Unable to start debugging: could not connect to 127.0.0.1:9229
WARN ports 3000-3010 scanned, 3 open
Error response from daemon: pull access denied for shop:3000
WARNING: Published ports are discarded when using host network mode
Ports: 3000/tcp open http
Not shown: 998 closed ports 3000/tcp open ppp
listening process on port 3000 stopped
[10:00:00] Server at http://localhost:3000 is already up to date
used port 3000 for the api and port 3001 for the web
Port 3000 is used by the API
The API is already running fine on http://localhost:3000
Resource temporarily unavailable: listen on 0.0.0.0:3000
`
  .split('\n')
  .filter((line) => line !== '');
