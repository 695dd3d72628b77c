import type { ChartFolder, ChartOrigin, ChartProcess, ChartRow } from '../../../src/core/chart/chart';
import type { Episode } from '../../../src/core/timeline/timeline';
import type { Watched } from '../../../src/core/watch/watched';
import type { ToWebview } from '../../../src/protocol';

/** What a page knows that has done what every message says, and nothing else. */
export class ShownChart {
  readonly rows = new Map<string, ChartRow>();
  readonly processes = new Map<string, ChartProcess>();
  readonly origins = new Map<string, ChartOrigin>();
  readonly episodes = new Map<number, Episode>();
  folders: readonly ChartFolder[] = [];
  watched: readonly Watched[] = [];

  take(message: ToWebview): void {
    switch (message.type) {
      case 'snapshot':
        if (message.first) {
          for (const map of [this.rows, this.processes, this.origins]) map.clear();
          this.folders = message.folders;
        }
        put(this.rows, message.rows, ({ id }) => id);
        put(this.processes, message.processes, ({ key }) => key);
        put(this.origins, message.origins, ({ id }) => id);
        break;
      case 'diff':
        for (const id of message.closed) this.rows.delete(id);
        for (const key of message.ended) this.processes.delete(key);
        put(this.rows, [...message.opened, ...message.changed], ({ id }) => id);
        put(this.processes, message.processes, ({ key }) => key);
        for (const id of message.originsGone) this.origins.delete(id);
        put(this.origins, message.origins, ({ id }) => id);
        this.folders = message.folders ?? this.folders;
        break;
      case 'timeline':
        if (message.first) this.episodes.clear();
        for (const id of message.forgotten) this.episodes.delete(id);
        put(this.episodes, message.episodes, ({ id }) => id);
        this.watched = message.watched;
        break;
      default:
    }
  }
}

function put<K, V>(map: Map<K, V>, values: readonly V[], keyOf: (value: V) => K): void {
  for (const value of values) map.set(keyOf(value), value);
}
