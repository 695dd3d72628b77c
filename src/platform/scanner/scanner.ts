import { parentPort } from 'node:worker_threads';
import { systemFor } from '../system';
import { answerQuestions } from './answerQuestions';

// The program of the worker thread (dist/scanner.js): looks at the system there, with synchronous reads, so that the
// extension host's thread is not held.
if (parentPort) {
  answerQuestions(parentPort, (onSocket) => systemFor().probe({ onSocket }));
}
