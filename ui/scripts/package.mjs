/**
 * Builds the web app for the server and puts it into the folder given: the files of dist, each beside its smaller
 * versions for browsers that take them, and files.tsv, which lists them with what the server answers to "has it changed?".
 * Does nothing if neither the sources nor the API have changed since.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const ui = fileURLToPath(new URL('..', import.meta.url));
const target = process.argv[2];
if (target === undefined) throw new Error('usage: node scripts/package.mjs TARGET');
const stamp = join(target, 'files.tsv');
const compressible = /\.(js|css|html|svg|json|txt|map|webmanifest)$/;

/** All files below a folder, without what is made there. */
function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', 'e2e', 'bench'].includes(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesOf(path) : [path];
  });
}

/** What the build depends on, as one hash: a date would call a fresh clone new and a stash old. */
function digest() {
  const hash = createHash('sha256');
  const sources = filesOf(ui).filter((file) => !file.endsWith('schema.ts') && !/\.test\.tsx?$/.test(file));
  for (const file of [...sources, join(ui, '../api/openapi.json')].sort()) {
    hash.update(relative(ui, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function npm(...args) {
  execFileSync('npm', args, { cwd: ui, stdio: 'inherit' });
}

/** True if the packages are not those of the lock file. */
function needsPackages() {
  const installed = join(ui, 'node_modules/.package-lock.json');
  return !existsSync(installed) || statSync(installed).mtimeMs < statSync(join(ui, 'package-lock.json')).mtimeMs;
}

const wanted = digest();
if (existsSync(stamp) && readFileSync(stamp, 'utf8').startsWith(`# ${wanted}\n`)) process.exit(0);
if (needsPackages()) npm('ci', '--no-audit', '--no-fund');
npm('run', 'build');

rmSync(target, { recursive: true, force: true });
const lines = [];
const dist = join(ui, 'dist');
for (const file of filesOf(dist).sort()) {
  const name = relative(dist, file).replaceAll('\\', '/');
  if (name.startsWith('.vite/')) continue;
  const bytes = readFileSync(file);
  const place = join(target, name);
  mkdirSync(dirname(place), { recursive: true });
  cpSync(file, place);
  const forms = [];
  // The page itself is filled in for every answer, so it cannot be compressed beforehand.
  if (compressible.test(name) && name !== 'index.html' && bytes.length > 512) {
    const size = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(`${place}.br`, brotliCompressSync(bytes, { params: size }));
    writeFileSync(`${place}.gz`, gzipSync(bytes, { level: 9 }));
    forms.push('br', 'gz');
  }
  lines.push([name, createHash('sha256').update(bytes).digest('hex').slice(0, 20), forms.join(',')].join('\t'));
}
writeFileSync(stamp, `# ${wanted}\n${lines.join('\n')}\n`);
