/** Readable on a screen, dark or light, a phone and A4; the heads of tables repeat on each sheet of paper. Pictures stay on white. */
export const style = `
:root { color-scheme: light; }
body { margin: 0; background: #f5f7fa; color: #1f2933; font: 14px/1.45 system-ui, 'Segoe UI', 'Noto Sans', sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 24px; }
h1 { font-size: 22px; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 0 0 10px; }
.facts { color: #52606d; margin: 0 0 12px; overflow-wrap: anywhere; }
.blocked { background: #ffe3e3; border-left: 4px solid #cf1124; padding: 8px 12px; }
section { background: #fff; border: 1px solid #cbd2d9; border-radius: 8px; padding: 16px; margin: 0 0 16px; overflow-x: auto; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 520px), 1fr)); gap: 16px; align-items: start; }
figure { margin: 0; }
figcaption { font-weight: 600; margin: 0 0 6px; }
svg { width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 5px 10px 5px 0; border-bottom: 1px solid #e4e7eb; overflow-wrap: anywhere; }
thead th { color: #52606d; font-weight: 600; }
th, .pairs td:first-child, .steps td:first-child, .gaps td:nth-child(2), .rules td:first-child { white-space: nowrap; }
.steps td:nth-child(2), .steps td:nth-child(4) { min-width: 9em; }
.rules td { padding-top: 2px; padding-bottom: 2px; }
.group th { background: #fffbea; padding-left: 6px; }
.group span { color: #616e7c; font-weight: 400; }
code { font: 12px ui-monospace, monospace; }
@media screen and (prefers-color-scheme: dark) {
  :root { color-scheme: dark; }
  body { background: #12181f; color: #e4e7eb; }
  section { background: #1b232c; border-color: #323f4b; }
  th, td { border-color: #323f4b; }
  .facts, thead th, .group span { color: #9aa5b1; }
  .group th { background: #2b2a1f; }
  .blocked { background: #43191c; }
  svg { background: #fff; border-radius: 8px; }
}
@page { margin: 12mm; }
@media print {
  body { background: #fff; font-size: 11px; }
  main { max-width: none; padding: 0; }
  section { border: 0; padding: 0; overflow: visible; }
  .pictures { grid-template-columns: 1fr; }
  figure, tr { break-inside: avoid; }
  h2, .group { break-after: avoid; }
  thead { display: table-header-group; }
}
`;
