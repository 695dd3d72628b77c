// UDP: counts what the shop reports, as statsd does ("orders:1|c").
import dgram from 'node:dgram';

const port = Number(process.env.METRICS_PORT ?? 8125);
const counts = new Map();

dgram
  .createSocket('udp4')
  .on('message', (message) => {
    const [name, value] = message.toString('utf8').split(/[:|]/);
    counts.set(name, (counts.get(name) ?? 0) + Number(value));
    console.log(`metrics: ${name} ${counts.get(name)}`);
  })
  .bind(port, '127.0.0.1', () => console.log(`metrics: udp port ${port}`));
