import { ProcFs } from '../../../src/platform/linux/procFs';

/** /proc as it is, noting which folders are listed. */
export class WatchedProcFs extends ProcFs {
  readonly folders: string[] = [];

  override readdir(path: string): string[] {
    this.folders.push(path);
    return super.readdir(path);
  }
}
