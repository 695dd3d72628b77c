import './chart.css';
import { parseToWebview, type ToHost } from '../src/protocol';
import { ChartPage } from './chartPage';
import { pageStateFrom } from './pageState';
import { translator } from './translator';

const vscode = acquireVsCodeApi();
const tell = (message: ToHost): void => vscode.postMessage(message);

/** There is none until the host has sent its texts. */
let page: ChartPage | undefined;

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = parseToWebview(data);
  if (!message) return; // VS Code's own, or of another version of the host
  void (async () => {
    switch (message.type) {
      case 'texts':
        page = new ChartPage(pageStateFrom(vscode.getState()), {
          t: translator(message.texts),
          act: (action, socketId) => tell({ type: 'act', action, socketId }),
          resume: () => tell({ type: 'resume' }),
          keep: (state) => vscode.setState(state),
        });
        break;
      case 'snapshot':
      case 'diff':
        await page?.list(message);
        break;
      case 'status':
        await page?.status(message);
    }
    tell({ type: 'ack', batch: message.batch });
  })();
});

tell({ type: 'ready' });
