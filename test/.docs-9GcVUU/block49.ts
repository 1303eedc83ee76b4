import { configuredModules } from '@polynat/inversify';

const settings: unknown = JSON.parse(await readFile('clouds.json', 'utf8'));
container.load(...configuredModules(settings, [alibaba, baidu]));

export {};
