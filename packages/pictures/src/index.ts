export type { Colours, Look, PictureWords } from './look.ts';
export { mermaidOf } from './mermaid.ts';
export type { Drawable } from './picture.ts';
export { plannedGateway } from './planned-gateway.ts';
export { type Report, reportOf } from './report.ts';
export { svgOf } from './svg.ts';
export { textOf } from './text.ts';
