import assert from 'node:assert/strict';
import fc from 'fast-check';
import { launchName } from '../../../../src/core/launch/launchName';
import { aProcess } from '../../../support/snapshots/snapshots';
import { MORE_COMMANDS, MORE_TITLES } from './moreCommands';

/** Arguments parted by blanks, as they were seen in /proc/<pid>/cmdline; and what people call it. */
const COMMANDS: readonly (readonly [command: string, name: string])[] = [
  // Node.js
  ['node server.js', 'node server.js'],
  ['node ./src/server.js --port 3000', 'node src/server.js'],
  ['/usr/local/bin/node /home/me/shop/dist/main.js', 'node main.js'],
  ['node --inspect=9229 --enable-source-maps server.js', 'node server.js'],
  ['node -r dotenv/config app.js', 'node app.js'],
  ['node --watch server.js', 'node server.js'],
  ['node --run dev', 'node --run dev'],
  ['node -e require("http")', 'node -e'],
  ['node --test test/', 'node --test'],
  ['node', 'node'],
  ['/usr/bin/node18 index.js', 'node index.js'],
  ['node /home/me/shop/node_modules/.bin/vite', 'vite'],
  ['node /home/me/shop/node_modules/.bin/vite --port 5173 --host', 'vite'],
  ['node /home/me/shop/node_modules/vite/bin/vite.js preview', 'vite preview'],
  ['node /home/me/shop/node_modules/.pnpm/vite@5.4.0_@types+node@20/node_modules/vite/bin/vite.js', 'vite'],
  ['node /home/me/shop/node_modules/.bin/../vite/bin/vite.js dev', 'vite dev'],
  ['node /home/me/shop/node_modules/.bin/../@remix-run/dev/dist/cli.js vite:dev', 'remix vite:dev'],
  ['node /home/me/shop/node_modules/.bin/next dev --turbo', 'next dev'],
  ['node /home/me/shop/node_modules/next/dist/bin/next start', 'next start'],
  ['node /home/me/shop/node_modules/.bin/webpack serve --mode development', 'webpack serve'],
  ['node /home/me/shop/node_modules/webpack-dev-server/bin/webpack-dev-server.js', 'webpack-dev-server'],
  ['node /home/me/shop/node_modules/@angular/cli/bin/ng.js serve', 'ng serve'],
  ['node /home/me/shop/node_modules/react-scripts/scripts/start.js', 'react-scripts'],
  ['node /home/me/shop/node_modules/@vue/cli-service/bin/vue-cli-service.js serve', 'vue-cli-service serve'],
  ['node /home/me/shop/node_modules/nuxt/bin/nuxt.mjs dev', 'nuxt dev'],
  ['node /home/me/shop/node_modules/@nestjs/cli/bin/nest.js start --watch', 'nest start'],
  ['node /home/me/shop/node_modules/astro/astro.js dev', 'astro dev'],
  ['node /home/me/shop/node_modules/expo/bin/cli start', 'expo start'],
  ['node /home/me/shop/node_modules/gatsby/cli.js develop', 'gatsby develop'],
  ['node /home/me/shop/node_modules/storybook/bin/index.cjs dev -p 6006', 'storybook dev'],
  [
    'node /home/me/shop/node_modules/firebase-tools/lib/bin/firebase.js emulators:start',
    'firebase emulators:start',
  ],
  ['node /home/me/shop/node_modules/wrangler/bin/wrangler.js dev', 'wrangler dev'],
  ['node /home/me/shop/node_modules/http-server/bin/http-server -p 8080', 'http-server'],
  ['node /home/me/shop/node_modules/jest/bin/jest.js --watch', 'jest'],
  ['node /home/me/shop/node_modules/ts-node/dist/bin.js src/index.ts', 'ts-node src/index.ts'],
  ['node /home/me/shop/node_modules/nodemon/bin/nodemon.js --watch src server.js', 'nodemon server.js'],
  ['node /home/me/shop/node_modules/.bin/tsx watch server.ts', 'tsx server.ts'],
  [
    'node --require /h/node_modules/tsx/dist/preflight.cjs --import file:///h/node_modules/tsx/dist/loader.mjs server.ts',
    'tsx server.ts',
  ],
  ['node /usr/lib/node_modules/npm/bin/npm-cli.js run dev', 'npm run dev'],
  ['node /usr/bin/npm start', 'npm start'],
  ['npm run dev', 'npm run dev'],
  ['node /usr/bin/npx serve dist', 'npx serve'],
  ['node /usr/lib/node_modules/corepack/dist/pnpm.js dev', 'pnpm dev'],
  ['node /home/me/.local/share/pnpm/pnpm --filter web run dev', 'pnpm run dev'],
  ['node /usr/bin/pnpm --filter web run dev', 'pnpm run dev'],
  ['node /usr/share/yarn/bin/yarn.js workspace web start', 'yarn workspace web start'],
  ['node /home/me/shop/.yarn/releases/yarn-4.1.0.cjs dev', 'yarn dev'],
  ['/home/me/shop/node_modules/@esbuild/linux-x64/bin/esbuild --service=0.21.5 --ping', 'esbuild'],
  ['bun run dev', 'bun run dev'],
  ['bun --hot server.ts', 'bun server.ts'],
  ['deno run --allow-net server.ts', 'deno run server.ts'],
  ['deno task dev', 'deno task dev'],
  // VS Code
  ['/usr/lib/code-server/lib/node /usr/lib/code-server/out/node/entry', 'code-server'],
  ['/usr/lib/code-server/lib/node /usr/lib/code-server', 'code-server'],
  ['node /h/.vscode-server/bin/abc/out/server-main.js --port 0', 'VS Code server'],
  ['node --dns-result-order=ipv4first /h/out/bootstrap-fork --type=extensionHost', 'VS Code extension host'],
  ['node /h/out/bootstrap-fork --type=ptyHost', 'VS Code pty host'],
  ['node /h/out/bootstrap-fork --type=fileWatcher', 'VS Code file watcher'],
  ['/usr/share/code/code --type=utility --utility-sub-type=node.mojom.NodeService', 'code (utility)'],
  ['/opt/google/chrome/chrome --type=renderer --lang=en', 'chrome (renderer)'],
  [
    'node /h/extensions/node_modules/typescript/lib/tsserver.js --useInferredProjectPerProjectRoot',
    'tsserver',
  ],
  // Python
  ['python3 -m http.server 8000', 'python -m http.server'],
  ['/usr/bin/python3.12 -u -m http.server', 'python -m http.server'],
  ['python -mhttp.server', 'python -m http.server'],
  ['python manage.py runserver 0.0.0.0:8000', 'python manage.py runserver'],
  ['/h/.venv/bin/python /h/.venv/bin/flask --app shop run', 'flask run'],
  ['python -m flask run --debug', 'flask run'],
  ['/h/.venv/bin/python3 /h/.venv/bin/uvicorn main:app --reload', 'uvicorn main:app'],
  ['python -m uvicorn --host 0.0.0.0 shop.main:app', 'uvicorn shop.main:app'],
  [
    '/h/.venv/bin/python /h/.venv/bin/gunicorn -b 0.0.0.0:8000 -w 4 shop.wsgi:application',
    'gunicorn shop.wsgi:application',
  ],
  ['/h/.venv/bin/python /h/.venv/bin/celery -A shop worker -l info', 'celery worker'],
  ['/h/.venv/bin/python /h/.venv/bin/streamlit run app.py', 'streamlit run app.py'],
  ['/usr/bin/python3 /usr/bin/jupyter-lab --no-browser', 'jupyter-lab'],
  ['python -m ipykernel_launcher -f /h/kernel.json', 'jupyter kernel'],
  ['uv run --with httpx uvicorn main:app --reload', 'uv run uvicorn main:app'],
  ['poetry run flask run', 'poetry run flask run'],
  ['uv sync', 'uv'],
  ['python3 app.py', 'python app.py'],
  ['python3 -c import time', 'python -c'],
  ['python3 -c from multiprocessing.spawn import spawn_main', 'python (multiprocessing)'],
  ['python3 -m debugpy --listen 5678 --wait-for-client app.py', 'python app.py'],
  ['python /h/debugpy/adapter --port 41234', 'debugpy adapter'],
  ['python /h/debugpy/launcher 41235 -- /h/app.py', 'python app.py'],
  ['C:\\Python312\\python.exe C:\\venv\\Scripts\\uvicorn.exe main:app', 'uvicorn main:app'],
  // Java
  ['java -jar target/shop-0.0.1-SNAPSHOT.jar --server.port=8081', 'java -jar target/shop-0.0.1-SNAPSHOT.jar'],
  ['/usr/lib/jvm/bin/java -Xmx512m -cp /a:/b com.example.shop.ShopApplication', 'java ShopApplication'],
  ['java -cp /x org.gradle.launcher.daemon.bootstrap.GradleDaemon 8.5', 'gradle daemon'],
  [
    'java -cp gradle/wrapper/gradle-wrapper.jar org.gradle.wrapper.GradleWrapperMain bootRun',
    'gradle bootRun',
  ],
  [
    'java -classpath /m/plexus.jar org.codehaus.plexus.classworlds.launcher.Launcher spring-boot:run',
    'mvn spring-boot:run',
  ],
  ['java -Xmx1G kafka.Kafka /etc/kafka/server.properties', 'kafka'],
  ['java -m org.elasticsearch.server/org.elasticsearch.bootstrap.Elasticsearch', 'elasticsearch'],
  ['java -Dcatalina.base=/t org.apache.catalina.startup.Bootstrap start', 'tomcat'],
  ['java -jar /h/plugins/org.eclipse.equinox.launcher_1.6.0.jar -data /w', 'jdtls'],
  // Ruby
  ['ruby bin/rails server -p 3000', 'rails server'],
  ['/usr/bin/ruby3.1 /usr/local/bin/puma -C config/puma.rb', 'puma'],
  ['ruby /usr/local/bin/bundle exec jekyll serve', 'jekyll serve'],
  ['ruby app.rb', 'ruby app.rb'],
  // PHP
  ['php -S localhost:8000 -t public', 'php -S localhost:8000'],
  ['php artisan serve', 'php artisan serve'],
  ['/usr/bin/php8.2 worker.php', 'php worker.php'],
  // Go, Rust, .NET, Erlang
  ['/tmp/go-build3489/b001/exe/server -addr :8080', 'go run server'],
  ['/h/cmd/__debug_bin123456', 'go debug'],
  ['./target/debug/shop', 'shop'],
  ['dotnet run', 'dotnet run'],
  ['dotnet watch', 'dotnet watch'],
  ['dotnet /srv/Shop.dll', 'dotnet Shop.dll'],
  ['/usr/lib/erlang/bin/beam.smp -- -root /usr/lib/erlang -extra /usr/bin/mix phx.server', 'mix phx.server'],
  ['/usr/lib/erlang/bin/beam.smp -W w -s rabbit boot -sname rabbit', 'rabbitmq'],
  // Servers and tools
  ['/usr/lib/postgresql/16/bin/postgres -D /var/lib/postgresql/16/main', 'postgres'],
  ['/usr/sbin/mysqld', 'mysqld'],
  ['mongod --config /etc/mongod.conf', 'mongod'],
  ['/usr/bin/docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 5432', 'docker-proxy'],
  ['/usr/lib/systemd/systemd-resolved', 'systemd-resolved'],
  ['hugo server -D', 'hugo server'],
  ['/h/node_modules/turbo-linux-64/bin/turbo run dev --parallel', 'turbo run dev'],
  ['cargo run --release', 'cargo run'],
  ['kubectl -n shop port-forward svc/db 5432', 'kubectl port-forward'],
  ['ssh -N -L 8080:localhost:80 box', 'ssh -L 8080:localhost:80'],
  ['ssh -NL8080:localhost:80 box', 'ssh -L 8080:localhost:80'],
  ['ssh box', 'ssh'],
  ['dlv dap --listen=127.0.0.1:41000', 'dlv dap'],
  ['caddy run --config Caddyfile', 'caddy run'],
  ['kubectl port-forward svc/db 5432:5432', 'kubectl port-forward'],
  ['ollama serve', 'ollama serve'],
  ['busybox httpd -f -p 8080', 'httpd'],
  ['-bash', 'bash'],
  ['bash ./start.sh', 'bash start.sh'],
  ['sh -c nc -l 3000', 'sh -c'],
  ['C:\\Windows\\System32\\svchost.exe -k netsvcs', 'svchost'],
];

/** Titles that programs give themselves: all of it in argv[0]. */
const TITLES: readonly (readonly [title: string, name: string])[] = [
  ['postgres: checkpointer ', 'postgres'],
  ['postgres: 16/main: me shop 127.0.0.1(51234) idle', 'postgres'],
  ['nginx: master process /usr/sbin/nginx -g daemon off;', 'nginx'],
  ['redis-server *:6379', 'redis-server'],
  ['/usr/bin/redis-server 127.0.0.1:6379', 'redis-server'],
  ['sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups', 'sshd'],
  ['php-fpm: pool www', 'php-fpm'],
  ['gunicorn: master [shop.wsgi]', 'gunicorn'],
  ['puma 6.4.2 (tcp://localhost:3000) [shop]', 'puma'],
  ['next-server (v15.0.3)', 'next'],
  ['npm run dev --port 3000', 'npm run dev'],
  ['PM2 v5.3.0: God Daemon (/home/me/.pm2)', 'PM2'],
];

describe('launchName', () => {
  for (const [command, name] of [...COMMANDS, ...MORE_COMMANDS]) {
    it(command, () => assert.equal(launchName(aProcess({ command: command.split(' '), exe: null })), name));
  }
  for (const [title, name] of [...TITLES, ...MORE_TITLES]) {
    const exe = title.startsWith('/') ? title.split(' ')[0]! : '/usr/bin/x';
    it(`title ${title}`, () => assert.equal(launchName(aProcess({ command: [title, '', ''], exe })), name));
  }

  it('falls back to the name', () => {
    assert.equal(launchName(aProcess({ command: [], name: 'kworker/0:1' })), 'kworker/0:1');
    assert.equal(launchName(aProcess({ command: [''], name: 'odd' })), 'odd');
  });

  it('shows a title in brackets as it is, with the program that took it', () => {
    const title = '[kworker/u8:2-events]';
    assert.equal(launchName(aProcess({ command: [title], exe: null })), title);
    assert.equal(launchName(aProcess({ command: [title, '', ''], exe: '/tmp/miner' })), `${title} (miner)`);
    assert.equal(launchName(aProcess({ command: [title, '8101'], exe: '/tmp/miner' })), `${title} (miner)`);
    assert.equal(launchName(aProcess({ command: [title], exe: '/tmp/miner (deleted)' })), `${title} (miner)`);
    assert.equal(
      launchName(aProcess({ command: ['[celery beat]'], exe: '/usr/bin/python3.12' })),
      '[celery beat] (python3.12)',
    );
  });

  it('takes a path with blanks for a path, not for a title', () => {
    const exe = '/opt/My App/My Server';
    assert.equal(launchName(aProcess({ command: [exe], exe })), 'My Server');
    assert.equal(launchName(aProcess({ command: [exe], exe: null })), 'My Server');
    const windows = 'C:\\Program Files\\My Server.exe';
    assert.equal(launchName(aProcess({ command: [windows], exe: windows })), 'My Server');
  });

  it('shows what is hostile as plain text on one line', () => {
    assert.equal(
      launchName(aProcess({ command: ['/tmp/[x](command:portolan.stop)'] })),
      '[x](command:portolan.stop)',
    );
    assert.match(launchName(aProcess({ command: ['/tmp/a\nb\u001b[2J'] })), /^a\\nb\\[^\n]*\[2J$/);
  });

  it('is cut at 60 characters', () => {
    assert.equal(launchName(aProcess({ command: ['x'.repeat(61)] })), `${'x'.repeat(59)}…`);
  });

  it('takes names that every object has for names like any other', () => {
    for (const word of ['toString', 'constructor', '__proto__', 'hasOwnProperty']) {
      assert.equal(launchName(aProcess({ command: ['node', word] })), `node ${word}`);
      const script = `/x/node_modules/${word}/index.js`;
      assert.equal(launchName(aProcess({ command: ['node', script] })), word);
      assert.ok(launchName(aProcess({ command: [word, word] })).startsWith(word));
    }
  });

  it('is one line of at most 60 characters whatever the command', () => {
    const word = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '-m',
        '-c',
        '--',
        '-jar',
        'node',
        'python',
        'java',
        'npm',
        'run',
        'exec',
        'sudo',
        'env',
        'timeout',
        'A=1',
        'beam.smp',
        'ssh',
        '-oLocalForward=1',
        'dart',
        'docker',
        '[x',
        '@file',
        '/bin/',
        '/shims/',
        '/node_modules/',
        '-S',
      ),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (command) => {
        const name = launchName(aProcess({ command, name: 'x' }));
        assert.ok(name.length > 0 && name.length <= 60, name);
        assert.doesNotMatch(name, /[\p{Cc}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
