import type { ChartAction } from '../src/core/chartRows';

const SVG = 'http://www.w3.org/2000/svg';

/** Strokes in a field of 16 by 16, in the manner of VS Code's own icons. */
const STROKES: Readonly<Record<ChartAction, string>> = {
  openInBrowser: 'M6.5 3.5h-3v9h9v-3M9.5 2.5h4v4M13.5 2.5l-6 6',
  reveal: 'M8 1.5v3M8 11.5v3M1.5 8h3M11.5 8h3M8 4.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 1 1 0-7',
  copyAddress: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  inspect: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13M8 7.5v4M8 4.5v1.2',
  stop: 'M3.5 3.5h9v9h-9z',
};

export function icon(action: ChartAction): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', STROKES[action]);
  svg.append(path);
  return svg;
}
