import type { MessagePort } from 'node:worker_threads';
import type { Reading, Scope } from '../../core/snapshot/reading';
import { diffReadings } from '../../core/snapshot/readingDiff';
import { reasonOf } from '../../core/text/reasonOf';
import type { OwnSocket } from '../ownSocket';
import type { Probe } from '../probe';
import { encodeReadingDiff, type ScannerMessage, type ScannerQuestion } from './scannerAnswer';

/** The worker's side: one look for each question, and of what it finds only what the host does not have. */
export function answerQuestions(
  port: MessagePort,
  probeWith: (onSocket: (socket: OwnSocket | undefined) => void) => Probe,
): void {
  const say = (message: ScannerMessage): void => {
    const parts = message.type === 'answer' ? message.parts : [];
    port.postMessage(
      message,
      parts.flatMap((part) => (typeof part === 'string' ? [] : [part.buffer])),
    );
  };
  const probe = probeWith((socket) => say({ type: 'opened', socket }));
  const told = new Map<Scope, { readonly number: number; readonly reading: Reading }>();
  const answer = async ({ number, scope, since }: ScannerQuestion): Promise<ScannerMessage> => {
    const reading = await probe.read(scope);
    const last = told.get(scope);
    const before = last?.number === since ? last : undefined;
    const parts = encodeReadingDiff(diffReadings(before?.reading, reading));
    told.set(scope, { number, reading });
    return { type: 'answer', number, since: before?.number ?? 0, parts };
  };
  port.on('message', (question: ScannerQuestion) => {
    answer(question).then(say, (error: unknown) => {
      say({ type: 'failure', number: question.number, reason: reasonOf(error) });
    });
  });
  say({ type: 'ready' });
}
