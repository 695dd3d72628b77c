// Stops the listener on a port as a user who may not; says what came of it.
import { joinSnapshot } from '../../../src/core/snapshot/joinSnapshot';
import { NO_WORKSPACE } from '../../../src/core/snapshot/workspace';
import { localPort } from '../../../src/core/socket/socket';
import { english } from '../../../src/core/text/translate';
import { systemFor } from '../../../src/platform/system';
import { Stopper } from '../../../src/stopper';
import { agreed } from './agreed';
import { NOBODY } from './users';

agreed(async () => {
  // It may look into every process (the snapshot is root's), and signal none but its own.
  const system = systemFor();
  const probe = system.probe();
  const snapshot = joinSnapshot(await probe.read('all'), NO_WORKSPACE, english);
  const { signaller, words, bindTrial } = system;
  const stopper = new Stopper({
    look: () => Promise.resolve(snapshot),
    signaller,
    words,
    protectedPids: () => new Map(),
    bindTrial,
    translate: english,
  });
  const socket = [...snapshot.sockets.values()].find(
    (each) => each.state === 'LISTEN' && localPort(each) === Number(process.argv[2]),
  );
  const prepared = stopper.prepare(snapshot, { sockets: [socket!.id] });
  if (prepared.kind !== 'prepared') throw new Error(prepared.sentence);
  process.setuid!(NOBODY);
  const { outcome, command, signals } = await stopper.run(prepared, {
    signal: new AbortController().signal,
    onProgress: () => undefined,
    offerForce: () => Promise.resolve(false),
    offerSignals: () => Promise.resolve(false),
  });
  console.log(JSON.stringify({ outcome, command, signals: signals.length }));
  probe.dispose();
});
