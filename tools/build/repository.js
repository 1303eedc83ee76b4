/** Where the project lives for whoever has a package in hands. A release is refused in a checkout of anything else. */
const page = 'https://github.com/polynat/polynat';

export const repository = { page, git: `git+${page}.git` };
