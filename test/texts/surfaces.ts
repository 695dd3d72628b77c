/** What a text must be like where a person meets it. */
export interface SurfaceRule {
  /** The people who read it, and the place where they do. */
  readonly where: string;
  /** Characters, counted with the longest arguments (`longestArgument.ts`). */
  readonly longest: number;
  /** The most sentences of a text; without it any number. */
  readonly sentences?: number;
  /** `sentence`: whole sentences with their full stop; `label`: no full stop; without it either. */
  readonly form?: 'sentence' | 'label';
}

const rules = {
  row: { where: 'sidebar: a row, its description, a group', longest: 80, form: 'label' },
  tooltip: { where: 'sidebar: one of at most eight lines of a tooltip', longest: 120, sentences: 1 },
  message: { where: 'sidebar: a part of the line above the rows', longest: 100, sentences: 2 },
  welcome: { where: 'sidebar: what stands in the empty view', longest: 300, sentences: 4 },
  notification: { where: 'VS Code: a notification', longest: 120, sentences: 1, form: 'sentence' },
  progress: { where: 'VS Code: what is under way', longest: 80, form: 'label' },
  question: { where: 'VS Code: the question of a dialog', longest: 80, sentences: 2, form: 'sentence' },
  detail: { where: 'VS Code: a line below the question of a dialog', longest: 160, sentences: 2 },
  button: { where: 'VS Code and panel: a button or a link', longest: 30, form: 'label' },
  pick: { where: 'VS Code: a line of a pick, or what an input box says', longest: 100, sentences: 2 },
  answer: { where: 'who owns: palette, hover, command line, agents', longest: 160, sentences: 1 },
  hover: { where: 'editor: a hover; terminal: a link', longest: 120, sentences: 2 },
  heading: { where: 'inspector: a heading or the name of a fact', longest: 24, form: 'label' },
  fact: { where: 'inspector: the value of a fact', longest: 120, sentences: 1 },
  evidence: { where: 'inspector: why an origin is believed', longest: 140, sentences: 1, form: 'sentence' },
  map: { where: 'map: what stands in or at a box', longest: 40, form: 'label' },
  card: { where: 'map: a line of the card beside the pointer', longest: 120, form: 'label' },
  table: { where: 'table: a column or a cell', longest: 36, form: 'label' },
  timeline: { where: 'timeline: a lane, its axis, its legend', longest: 60, sentences: 1 },
  panel: { where: 'panel: tool bar, filter, state, empty state', longest: 80, sentences: 2 },
  hint: { where: 'panel: what the pointer shows', longest: 120, sentences: 1 },
  spoken: { where: 'screen reader', longest: 180, sentences: 2 },
  history: { where: 'Stop History: a line', longest: 160 },
  gap: { where: 'what could not be seen: sidebar, panel, command line, JSON', longest: 100, sentences: 1 },
  line: { where: 'command line: at most two lines of 80 columns', longest: 160, sentences: 2 },
  command: { where: 'palette and menus: the title of a command', longest: 30, form: 'label' },
  setting: { where: 'settings: the description of a setting or of a value', longest: 400 },
  page: { where: 'Marketplace and extension view', longest: 200 },
  part: { where: 'filled into another text', longest: 120, sentences: 1, form: 'label' },
} as const satisfies Record<string, SurfaceRule>;

export type Surface = keyof typeof rules;

export const SURFACES: Readonly<Record<Surface, SurfaceRule>> = rules;

export const isSurface = (name: string): name is Surface => Object.hasOwn(SURFACES, name);

/**
 * The surface of what is written in a folder or a file, where neither a mark (`@surface` in a doc comment) nor the call
 * around it tells. The longest match counts. A folder stands here only where everything that will ever be written in it is
 * read in the same place; any other new file has to say where its texts are read.
 */
export const PLACES: Readonly<Record<string, readonly Surface[]>> = {
  'src/cli': ['line'],
  'src/core/filter': ['message', 'panel', 'line'],
  'src/core/inspection': ['heading'],
  'src/core/listing/clients.ts': ['detail'],
  'src/core/listing/place.ts': ['row', 'map'],
  'src/core/listing/rowName.ts': ['row', 'pick'],
  'src/core/origins': ['evidence'],
  'src/core/portMap': ['map'],
  'src/core/stop/keeper.ts': ['notification', 'detail', 'line'],
  'src/core/stop/protection.ts': ['notification', 'line'],
  'src/core/stop/stopEnding.ts': ['notification', 'line', 'history'],
  'src/core/stop/planStop.ts': ['notification', 'line'],
  'src/core/stop/unseenHolder.ts': ['notification', 'line'],
  'src/core/stop/stopRecord.ts': ['history'],
  'src/core/stop/stopTexts.ts': ['detail', 'line'],
  'src/core/timeline': ['answer'],
  'src/core/tree': ['row'],
  'src/core/who': ['answer', 'line'],
  'src/host/views/answerPick.ts': ['pick'],
  'src/host/views/launchJsonHover.ts': ['hover'],
  'src/host/views/terminalLink.ts': ['hover'],
  'src/host/views/viewState.ts': ['message'],
  'src/host/views/whoOwnedPort.ts': ['pick'],
  'src/host/views/whoOwnsPort.ts': ['pick'],
  'src/stopper': ['notification', 'line'],
  'src/stopper.ts': ['notification', 'line'],
  'webview-ui/announcement.ts': ['spoken'],
  'webview-ui/chartPage.ts': ['panel'],
  'webview-ui/inspector': ['fact'],
  'webview-ui/portMap': ['map'],
  'webview-ui/portMap/mapTexts.ts': ['card'],
  'webview-ui/shell': ['panel'],
  'webview-ui/table': ['table'],
  'webview-ui/timeline': ['timeline'],
};

/** The surface of each key in package.nls.json, by the key's first part. */
export const MANIFEST_PLACES: Readonly<Record<string, Surface>> = {
  capabilities: 'setting',
  command: 'command',
  description: 'page',
  displayName: 'page',
  setting: 'setting',
  view: 'row',
  welcome: 'welcome',
};
