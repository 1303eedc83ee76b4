import { readdirSync, readFileSync } from 'node:fs';
import { openApi } from '@polynat/server';

/** Requests about plans and runs that the elements send, as far as the API has them. */
export const routesOfRuns: readonly string[] = requestsIn(sourcesOf('../src/runs/'), 'act')
  .concat(requestsIn(sourcesOf('../src/migrate/'), 'post'))
  .filter(isInApi);

function sourcesOf(folder: string): string {
  const at = new URL(folder, import.meta.url);
  return readdirSync(at)
    .map((file) => readFileSync(new URL(file, at), 'utf8'))
    .join('\n');
}

function requestsIn(text: string, call: 'act' | 'post'): string[] {
  const pattern = call === 'act' ? /view\.act\('([\w-]+)'/g : /client\.post<\w+>\('(\/[\w/-]+)'/g;
  return [...text.matchAll(pattern)].map(([, path = '']) =>
    call === 'act' ? `POST /runs/{id}/${path}` : `POST ${path}`,
  );
}

function isInApi(request: string): boolean {
  const [method = '', path = ''] = request.split(' ');
  const { paths } = openApi();
  return (
    typeof paths === 'object' &&
    paths !== null &&
    Object.entries(paths).some(([known, methods]) => known === path && method.toLowerCase() in methods)
  );
}
