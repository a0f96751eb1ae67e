// The form as a browser drives it: started as a program, opened with its secret address, posted and saved.

import { execFileSync, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { launch, notes } from '../html/browser.mjs';

/** What was started, to be ended whatever happens. */
const started = [];

/**
 * Does a whole piece of work with scripts and without, and looks at every state beside it, each in a folder of its own below
 * `folder`, which is made anew. They have nothing to do with each other.
 */
export async function drive([program, folder], work, states) {
  rmSync(folder, { recursive: true, force: true });
  const browser = await launch();
  const { note, end } = notes();
  const [tool, below] = [resolve(program), (name) => resolve(folder, name)];
  try {
    await Promise.all([
      work(browser, tool, below('with'), true, note),
      work(browser, tool, below('without'), false, note),
      states(browser, tool, below('states'), note),
    ]);
  } finally {
    for (const child of started) child.kill();
    await browser.close();
  }
  return end();
}

/** The example with two of its five resolutions: long pages take long to look at. */
export function shortened(text) {
  const sections = text.replace(/^instruments = .*$/m, 'instruments = ["eoa-2024@1.0.0", "hrc-57-29@1.0.0"]').split(/^(?=\[)/m);
  return sections.filter((section) => !/"(conf-2023|hrc-58-l27|ga-c3-78-l49)\//.test(section)).join('');
}

/** Posts the page's form as a browser without scripts would. */
export async function post(page) {
  await Promise.all([page.waitForNavigation(), page.$eval('main form', (form) => {
    for (const guard of [...document.scripts]) guard.remove();
    HTMLFormElement.prototype.submit.call(form);
  })]);
}

/** The field of an item. */
export function at(item, key) {
  return `[id="${item}.${key}"]`;
}

/** What tells that something was saved: on a page that comes anew, and on one that stays. */
export const SAVED = '.saved, .live:has-text("Saved.")';

export async function save(page) {
  await page.click('main form > .buttons button >> nth=0');
  await page.waitForSelector(SAVED);
}

/** Opens the form with its secret address. Requests to anywhere else, and what the console says, are complaints. */
export async function visit(browser, form, scripts) {
  const context = await browser.newContext({ javaScriptEnabled: scripts, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints = [];
  const complain = (text) => form.expected?.test(text) || complaints.push(text);
  page.on('request', (request) => request.url().startsWith(form.origin) || complain(request.url()));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complain(message.text()));
  page.on('pageerror', (error) => complain(error.message));
  page.on('dialog', (dialog) => dialog.accept());
  form.expected = /ERR_FAILED|status of 4\d\d/;
  await page.goto(form.address);
  return { page, complaints, context };
}

export async function start(program, folder, args) {
  const child = spawn(program, ['fill', ...args, '--no-open'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  const ended = new Promise((done) => child.on('exit', done));
  const address = await new Promise((done) => child.stdout.once('data', (data) => done(data.toString().trim())));
  return { child, ended, address, origin: new URL(address).origin };
}

export function run(program, folder, args) {
  try {
    return { code: 0, text: execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }) };
  } catch (error) {
    return { code: error.status, text: error.stdout + error.stderr };
  }
}
