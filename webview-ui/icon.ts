const SVG = 'http://www.w3.org/2000/svg';

/** Strokes in a field of 16 by 16, in the manner of VS Code's own icons. */
const STROKES = {
  openInBrowser: 'M6.5 3.5h-3v9h9v-3M9.5 2.5h4v4M13.5 2.5l-6 6',
  reveal: 'M8 1.5v3M8 11.5v3M1.5 8h3M11.5 8h3M8 4.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 1 1 0-7',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  inspect: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13M8 7.5v4M8 4.5v1.2',
  stop: 'M3.5 3.5h9v9h-9z',
  restart: 'M12.6 5.5A5.2 5.2 0 1 0 13.2 8M12.8 2.5v3.2h-3.2',
  warning: 'M8 2L14.5 13.5h-13zM8 6v4M8 11.2v1.1',
  close: 'M4 4l8 8M12 4l-8 8',
  help: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13M6.2 6.2a1.8 1.8 0 1 1 2.6 1.6q-.8.4-.8 1.4M8 11v1.2',
  up: 'M8 13V4M4 7.5L8 3.5l4 4',
  down: 'M8 3v9M4 8.5l4 4l4-4',
  columns: 'M2.5 3.5h11v9h-11zM6.2 3.5v9M9.8 3.5v9',
  panelRight: 'M2.5 3.5h11v9h-11zM9.5 3.5v9',
  export: 'M8 10V2.5M5 5l3-3l3 3M2.5 9.5v4h11v-4',
} as const;

export type IconName = keyof typeof STROKES;

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', STROKES[name]);
  svg.append(path);
  return svg;
}
