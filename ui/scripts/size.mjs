/**
 * Prints what the first load weighs: everything that index.html names and what those scripts import statically, gzip.
 * Fails above the budget, and where a component of Mantine is used whose styles src/app/mantine.css does not import. Run
 * after a build.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const budget = 238 * 1024;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const files = new Set(['index.html']);

function add(name) {
  const chunk = manifest[name];
  if (chunk === undefined || files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const style of chunk.css ?? []) files.add(style);
  for (const imported of chunk.imports ?? []) add(imported);
}
add('index.html');

let total = 0;
for (const file of files) {
  const size = gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
  total += size;
  console.log(`${(size / 1024).toFixed(1).padStart(8)} kB  ${file}`);
}
console.log(`${(total / 1024).toFixed(1).padStart(8)} kB  first load (budget ${budget / 1024} kB)`);

/** Class names that Mantine made. */
const classesOf = (text) => new Set(text.match(/\bm_[0-9a-f]{6,8}\b/g));
const textOf = (ending) =>
  readdirSync(new URL('assets/', dist))
    .filter((file) => file.endsWith(ending))
    .map((file) => readFileSync(new URL(`assets/${file}`, dist), 'utf8'))
    .join('\n');
const used = classesOf(textOf('.js'));
const styled = classesOf(textOf('.css'));
const sheets = new URL('../node_modules/@mantine/core/styles/', import.meta.url);
const missing = readdirSync(sheets)
  .filter((file) => !file.endsWith('.layer.css'))
  .filter((file) => [...classesOf(readFileSync(new URL(file, sheets), 'utf8'))].some((each) => used.has(each) && !styled.has(each)));
missing.forEach((file) => console.log(`src/app/mantine.css lacks @mantine/core/styles/${file}`));

if (total > budget || missing.length > 0) process.exit(1);
