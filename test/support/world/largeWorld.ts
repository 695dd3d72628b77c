// The command line held against ss(8), row by row, in the large world of the benches; its bundle is in argv[2]. Prints how
// many rows and owners agreed.
import assert from 'node:assert/strict';
import { World } from '../../bench/engine/world';
import { WORLDS } from '../../bench/engine/worlds';
import { agree, lookInTurn } from './agree';
import { agreed } from './agreed';
import { readByCli } from './bundledCli';

agreed(async () => {
  const spec = WORLDS.find(({ name }) => name === 'large');
  assert.ok(spec);
  const world = await World.build(spec, true);
  const looks = await lookInTurn(() => readByCli(process.argv[2]!));
  const { tcp = 0, udp = 0, unix = 0, owners = 0 } = agree(looks);
  // Whatever runs has Unix sockets of its own, the builder too.
  assert.deepEqual({ tcp, udp }, { tcp: spec.tcpListeners + 2 * spec.tcpPairs, udp: spec.udp });
  assert.ok(unix >= spec.unixListeners + 2 * spec.unixPairs, `only ${unix} Unix sockets`);
  assert.ok(owners >= tcp + udp + unix, `only ${owners} owners`);
  console.log(`tcp: ${tcp}, udp: ${udp}, unix: ${unix}, owners: ${owners} with ss`);
  await world.stop();
});
