import { css } from 'lit';

/**
 * The look of every part. A page around it sets the `--polynat-…` properties; nothing else of that page reaches in, not even
 * `!important`, since what a shadow tree says of its host so weighs more.
 */
export const styles = css`
  :host {
    all: initial !important;
    display: block !important;
    color-scheme: var(--polynat-color-scheme, light dark) !important;
    --text: var(--polynat-text, light-dark(#1b2430, #e4e8ee));
    --muted: var(--polynat-muted, light-dark(#566274, #9aa7b8));
    --page: var(--polynat-background, light-dark(#f6f7f9, #12161c));
    --surface: var(--polynat-surface, light-dark(#ffffff, #1a2029));
    --raised: var(--polynat-raised, light-dark(#f1f4f8, #232b36));
    --line: var(--polynat-line, light-dark(#dde3ea, #303947));
    --accent: var(--polynat-accent, light-dark(#1f5fbf, #7db0ff));
    --on-accent: var(--polynat-on-accent, light-dark(#ffffff, #0b1522));
    --good: var(--polynat-good, light-dark(#1a6f3c, #6fd298));
    --warn: var(--polynat-warn, light-dark(#8a5200, #f0b35a));
    --bad: var(--polynat-bad, light-dark(#b3261e, #ff9d95));
    --good-back: light-dark(#e6f4ea, #173226);
    --warn-back: light-dark(#fdf2de, #352813);
    --bad-back: light-dark(#fdecea, #3a1d1b);
    --accent-back: light-dark(#e9f0fb, #1b2c46);
    --radius: var(--polynat-radius, 8px);
    --mono: var(--polynat-mono, ui-monospace, 'SF Mono', Menlo, Consolas, monospace);
    font: 14px / 1.5 var(--polynat-font, system-ui, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans', 'Noto Sans SC', sans-serif) !important;
    color: var(--text) !important;
    container-type: inline-size !important;
    text-align: start !important;
  }
  :host([hidden]) {
    display: none !important;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1 {
    font-size: 22px;
    line-height: 1.3;
    font-weight: 650;
    letter-spacing: -0.01em;
    overflow-wrap: anywhere;
  }
  h2 {
    font-size: 15px;
    line-height: 1.4;
    font-weight: 650;
  }
  h3 {
    font-size: 14px;
    font-weight: 600;
  }
  a {
    color: var(--accent);
    text-decoration: none;
  }
  a:hover {
    text-decoration: underline;
  }
  code,
  .mono {
    font-family: var(--mono);
    font-size: 12.5px;
    overflow-wrap: anywhere;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
    border-radius: 4px;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }
  button {
    border: 1px solid var(--line);
    border-radius: 6px;
    background: var(--surface);
    padding: 5px 12px;
    min-height: 34px;
    font-weight: 500;
    cursor: pointer;
  }
  button:hover:not(:disabled) {
    background: var(--raised);
  }
  button:disabled {
    color: var(--muted);
    cursor: not-allowed;
  }
  button.main {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
  }
  button.main:hover:not(:disabled) {
    background: color-mix(in srgb, var(--accent) 88%, var(--text));
  }
  button.main:disabled {
    background: var(--raised);
    border-color: var(--line);
    color: var(--muted);
  }
  button.danger {
    color: var(--bad);
  }
  button.danger.main {
    background: var(--bad);
    border-color: var(--bad);
    color: var(--surface);
  }
  button.link {
    border: 0;
    background: none;
    padding: 0;
    min-height: 0;
    color: var(--accent);
    font-weight: inherit;
    text-align: start;
  }
  button.link:hover {
    text-decoration: underline;
    background: none;
  }
  input,
  select,
  textarea {
    border: 1px solid light-dark(#8793a3, #66748a);
    border-radius: 6px;
    background: var(--surface);
    padding: 5px 10px;
    min-height: 34px;
    max-width: 100%;
  }
  input[type='checkbox'],
  input[type='radio'] {
    min-height: 0;
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--accent);
    flex: none;
  }
  label {
    font-weight: 500;
  }
  .card {
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    padding: 16px 20px;
  }
  .stack {
    display: grid;
    gap: 16px;
    grid-template-columns: minmax(0, 1fr);
  }
  .stack.tight {
    gap: 8px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
  }
  label.row {
    flex-wrap: nowrap;
    align-items: baseline;
    font-weight: 400;
  }
  label.row input[type='checkbox'] {
    translate: 0 3px;
  }
  .row.spread {
    justify-content: space-between;
  }
  .muted {
    color: var(--muted);
  }
  .small {
    font-size: 13px;
  }
  .badge {
    display: inline-block;
    padding: 1px 8px;
    border-radius: 10px;
    font-size: 12px;
    font-weight: 550;
    line-height: 1.6;
    background: var(--raised);
    color: var(--text);
  }
  .badge.good {
    background: var(--good-back);
    color: var(--good);
  }
  .badge.warn {
    background: var(--warn-back);
    color: var(--warn);
  }
  .badge.bad {
    background: var(--bad-back);
    color: var(--bad);
  }
  .badge.busy {
    background: var(--accent-back);
    color: var(--accent);
  }
  .note {
    border-inline-start: 3px solid var(--line);
    background: var(--raised);
    border-radius: 0 6px 6px 0;
    padding: 8px 12px;
    overflow-wrap: anywhere;
  }
  .note.bad {
    border-color: var(--bad);
    background: var(--bad-back);
  }
  .note.warn {
    border-color: var(--warn);
    background: var(--warn-back);
  }
  .note.good {
    border-color: var(--good);
    background: var(--good-back);
  }
  .scroll {
    overflow-x: auto;
    max-width: 100%;
  }
  table {
    border-collapse: collapse;
    width: 100%;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    text-align: start;
    vertical-align: baseline;
    padding: 7px 12px 7px 0;
    border-bottom: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  .scroll td.mono {
    overflow-wrap: normal;
  }
  tr:last-child > td {
    border-bottom: 0;
  }
  th {
    font-size: 12.5px;
    font-weight: 550;
    color: var(--muted);
    white-space: nowrap;
  }
  td.actions {
    text-align: end;
    white-space: nowrap;
    padding-inline-end: 0;
  }
  td.actions button {
    min-height: 28px;
    padding: 1px 8px;
    font-size: 13px;
    border-color: transparent;
    background: none;
    color: var(--accent);
  }
  td.actions button.danger {
    color: var(--muted);
  }
  td.actions button.danger:hover,
  td.actions button.danger:focus-visible {
    color: var(--bad);
  }
  .facts {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 4px 20px;
  }
  .facts dt {
    color: var(--muted);
  }
  .facts dd {
    overflow-wrap: anywhere;
  }
  dialog {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    padding: 20px 24px;
    width: min(620px, calc(100vw - 24px));
    max-height: calc(100vh - 40px);
    overflow: auto;
  }
  dialog::backdrop {
    background: rgb(10 15 25 / 45%);
  }
  .offscreen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @container (max-width: 640px) {
    h1 {
      font-size: 19px;
    }
    .card {
      padding: 14px;
    }
    .facts {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    .facts dd {
      margin-bottom: 8px;
    }
    table.cards,
    table.cards tbody,
    table.cards tr,
    table.cards td {
      display: block;
      border: 0;
      padding: 0;
      white-space: normal;
    }
    table.cards thead {
      position: absolute;
      clip-path: inset(50%);
      width: 1px;
      height: 1px;
      overflow: hidden;
    }
    table.cards tr {
      padding: 10px 0;
      border-bottom: 1px solid var(--line);
    }
    table.cards td.mono {
      overflow-wrap: anywhere;
    }
    table.cards td.actions {
      text-align: start;
      margin-top: 6px;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .spin {
      animation: turn 0.9s linear infinite;
    }
  }
  @keyframes turn {
    to {
      rotate: 360deg;
    }
  }
  .spin {
    display: inline-block;
    width: 14px;
    height: 14px;
    border: 2px solid var(--line);
    border-top-color: var(--accent);
    border-radius: 50%;
  }
`;
