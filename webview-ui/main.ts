import { batchOf, parseToWebview, type ToHost, type ToWebview } from '../src/protocol';
import { ChartPage } from './chartPage';
import { pageStateFrom } from './pageState';
import { translator } from './translator';

const vscode = acquireVsCodeApi();
const tell = (message: ToHost): void => vscode.postMessage(message);

/** `undefined` until the host has sent its texts. */
let page: ChartPage | undefined;

/** Resolves once the page is drawn; while it is hidden the browser draws nothing, and this waits. */
const drawn = (): Promise<void> =>
  new Promise<void>((frame) => requestAnimationFrame(() => frame())).then(() => page?.draw());

function take(message: ToWebview): void {
  switch (message.type) {
    case 'texts':
      page = new ChartPage(pageStateFrom(vscode.getState()), {
        t: translator(message.texts),
        tell,
        keep: (state) => vscode.setState(state),
      });
      return;
    case 'snapshot':
      page?.model.picture(message);
      return;
    case 'diff':
      page?.model.differ(message);
      return;
    case 'status':
      page?.model.report(message);
      return;
    case 'timeline':
      page?.model.remember(message);
      return;
    case 'inspection':
      page?.inspected(message);
      return;
    case 'show':
      page?.show(message);
      return;
    case 'notice':
      page?.notice(message.text);
  }
}

/** Answers every message, also one that could not be shown: the host sends nothing more until then. */
async function answer(message: ToWebview): Promise<void> {
  const { batch } = message;
  try {
    take(message);
    // Parts of the first snapshot are answered without waiting to be drawn: only the whole has to be seen.
    if (message.type !== 'snapshot' || message.last) await drawn();
    tell({ type: 'ack', batch });
  } catch (error) {
    tell({ type: 'notUnderstood', batch });
    reportError(error);
  }
}

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = parseToWebview(data);
  if (message) {
    void answer(message);
    return;
  }
  const batch = batchOf(data);
  if (batch !== undefined) tell({ type: 'notUnderstood', batch });
});

tell({ type: 'ready' });
