import type { PortMapKind } from '../../src/core/portMap/portMap';
import type { Exposure } from '../../src/core/socket/socket';

const SVG = 'http://www.w3.org/2000/svg';

/** Strokes in a field of 16 by 16, in the manner of VS Code's own icons. */
const STROKES: Readonly<Record<PortMapKind, string>> = {
  terminal: 'M2.5 3.5h11v9h-11zM4.5 6l2 2l-2 2M8.5 10.5h3',
  task: 'M7 4h6.5M7 8h6.5M7 12h6.5M2.5 4l1 1l1.5-2M2.5 8l1 1l1.5-2M2.5 12l1 1l1.5-2',
  debug: 'M4.5 2.5v11l9-5.5z',
  container: 'M2.5 5l5.5-3l5.5 3v6l-5.5 3l-5.5-3zM2.5 5l5.5 3l5.5-3M8 8v6',
  vscode: 'M5.5 4.5l-3.5 3.5l3.5 3.5M10.5 4.5l3.5 3.5l-3.5 3.5',
  window: 'M2.5 3.5h11v9h-11zM2.5 6h11',
  orphan: 'M8 2.5l6 11h-12zM8 6.5v3.5M8 11.3v.9',
  folder: 'M2.5 3.5h4l1.5 2h5.5v7h-11z',
  service:
    'M8 5.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5M8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M3.4 12.6l1.4-1.4M11.2 4.8l1.4-1.4',
  unclear: 'M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12M6.2 6.4a1.8 1.8 0 1 1 2.6 1.6q-.8.4-.8 1.4M8 11v.9',
  user: 'M8 2.5a2.75 2.75 0 1 1 0 5.5a2.75 2.75 0 1 1 0-5.5M2.5 13.5c0-3 2.5-4.5 5.5-4.5s5.5 1.5 5.5 4.5',
  machine: 'M2 3h12v8h-12zM5.5 13.5h5M8 11v2.5',
  local: 'M6.5 2.5h3v3h-3zM2 10.5h3v3h-3zM11 10.5h3v3h-3zM8 5.5v2.5M3.5 10.5v-2.5h9v2.5',
  internet: 'M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12M2 8h12M8 2c-4 4-4 8 0 12c4-4 4-8 0-12',
  hidden: 'M2 8c2.5-4 9.5-4 12 0c-2.5 4-9.5 4-12 0M8 6.5a1.5 1.5 0 1 1 0 3a1.5 1.5 0 1 1 0-3M3 13l10-10',
  kernel:
    'M4.5 4.5h7v7h-7zM6.5 2v2.5M9.5 2v2.5M6.5 11.5v2.5M9.5 11.5v2.5M2 6.5h2.5M2 9.5h2.5M11.5 6.5h2.5M11.5 9.5h2.5',
};

/** Told apart by shape: a dot in a ring; a ring that is half full; nothing where nobody else can come. */
const REACH: Readonly<Record<Exposure, { readonly stroke: string; readonly fill: string }>> = {
  everyone: {
    stroke: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13',
    fill: 'M8 5a3 3 0 1 1 0 6a3 3 0 1 1 0-6',
  },
  network: {
    stroke: 'M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11',
    fill: 'M8 2.5a5.5 5.5 0 0 0 0 11z',
  },
  machine: { stroke: '', fill: '' },
};

export const originIcon = (kind: PortMapKind): SVGSVGElement => drawing('origin-icon', STROKES[kind], '');

export function reachIcon(exposure: Exposure): SVGSVGElement {
  const { stroke, fill } = REACH[exposure];
  const made = drawing('reach', stroke, fill);
  made.dataset['exposure'] = exposure;
  return made;
}

/** Takes strokes, and areas, of ours only. */
export function drawing(className: string, stroke: string, fill: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', className);
  const shapes: [string, string][] = [
    ['stroke', stroke],
    ['fill', fill],
  ];
  for (const [kind, d] of shapes) {
    if (d === '') continue;
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', d);
    path.setAttribute('class', kind);
    svg.append(path);
  }
  return svg;
}
