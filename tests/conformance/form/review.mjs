// Fills a review in with the form, as an auditor does, in headless Chromium: from beginning to stopping, with scripts and
// without. Then `review check` must find nothing in the file, and `score` the figures that the form showed; the
// institution's file must not have changed. On the way every page of a review is looked at in every state.
//
//   node form/review.mjs PROGRAM FOLDER     FOLDER is made anew

import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { at, drive, post, run, save, shortened, start, visit } from './drive.mjs';
import { look } from './look.mjs';

/** How many questions are drawn, and how many of them there are to look at one by one. */
const DRAWN = '12';

/** Answers of two resolutions with their evidence, in a folder of their own. */
function answers(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'responses.toml'), shortened(readFileSync('reports/responses.toml', 'utf8')));
  cpSync('reports/evidence', join(folder, 'evidence'), { recursive: true });
}

async function review(browser, program, folder, scripts, note) {
  const how = scripts ? 'a review, with scripts' : 'a review, without scripts';
  answers(folder);
  const before = readFileSync(join(folder, 'responses.toml'), 'utf8');
  const form = await start(program, folder, ['--review', 'review.toml']);
  const { page, complaints, context } = await visit(browser, form, scripts);
  await begin(page);
  note((await page.textContent('h1')) === 'How far your review is', `${how}: a new file is begun`);

  await page.goto(`${form.origin}/reviewer`);
  await page.fill('#independence', 'The auditor is paid by parliament.');
  await page.fill('#date', '2026-04-24');
  await save(page);

  const verdicts = new Map();
  await page.goto(`${form.origin}/`);
  await page.click('.button');
  while ((await page.textContent('h1')) !== 'How far your review is') {
    for (const item of await open(page)) {
      const verdict = await judge(page, item, verdicts.size + 1);
      verdicts.set(item, verdict);
    }
    await save(page);
    await page.goto(`${form.origin}/`);
    if (await page.$('.button')) await page.click('.button');
  }
  note(verdicts.size === Number(DRAWN), `${how}: ${verdicts.size} questions are looked at: ${[...new Set(verdicts.values())].join(', ')}`);
  const shown = await page.$$eval('.headline', (all) => all.map((one) => one.textContent.replace(/\s+/g, ' ')));
  note(shown[0].includes(`${DRAWN} of ${DRAWN}`), `${how}: the start page counts them`);

  await page.goto(`${form.origin}/preview`);
  note((await page.title()).startsWith('Audit checklist'), `${how}: the preview is the checklist`);
  await page.goto(`${form.origin}/`);
  await page.click('form[action="/stop"] button');
  note((await form.ended) === 0, `${how}: the program ends with code 0`);
  note(complaints.length === 0, `${how}: nothing on the console, no request elsewhere`, complaints);
  await context.close();

  const checked = run(program, folder, ['review', 'check', 'review.toml', '--responses', 'responses.toml', '--problems', 'plain']);
  const clean = checked.code === 0 && !/(error|warning)\[/.test(checked.text);
  note(clean, `${how}: review check finds nothing`, clean ? [] : [checked.text.slice(0, 900)]);
  note(readFileSync(join(folder, 'responses.toml'), 'utf8') === before, `${how}: the institution's file is as it was`);
  const scored = run(program, folder, ['score', 'responses.toml', '--review', 'review.toml', '--format', 'json']).text;
  const groups = Object.values(JSON.parse(scored).review.groups).filter(({ examined }) => examined > 0);
  for (const [number, { 'self-rating': own, auditor, supported }] of groups.entries()) {
    const percent = ({ implementation }) => (implementation?.percent ?? '–').replace(/\s/g, ' ');
    const wanted = [`Self-rating${percent(own)}`, `Auditor's rating${percent(auditor)}`, `What evidence supports${percent(supported)}`];
    const there = shown[number + 1].replace(/ (?=\d)/g, '');
    const missing = wanted.filter((text) => !there.includes(text));
    note(missing.length === 0, `${how}: the figures of group ${number + 1} are those of score`, missing);
  }
}

async function begin(page) {
  await page.fill('#reviewer', 'A. N. Auditor');
  await page.fill('#body', 'Audit Office of Exampland');
  await page.check('#which-sample');
  await page.fill('#size', DRAWN);
  await page.fill('#seed', '7');
  await page.click('main form button');
}

/** The questions of the page that are still to be looked at, of those of the review. */
function open(page) {
  return page.$$eval('.item.standing-not-examined', (all) =>
    all.filter((one) => one.querySelector('.own .radios') && !one.querySelector('.own > details')).map((one) => one.id));
}

/** Fills in a finding that fits the answer; the number says which. */
async function judge(page, item, number) {
  const offered = await page.$$eval(`[name="${item}.verdict"][type="radio"]`, (all) => all.map((one) => one.value));
  const wanted = ['agree', 'insufficient-evidence', 'lower', 'evidence-contradicts', 'not-applicable-rejected', 'higher'];
  const turn = [...wanted.slice(number % wanted.length), ...wanted];
  for (const verdict of turn.filter((one) => offered.includes(one))) {
    if (['lower', 'higher'].includes(verdict) && !(await other(page, item, verdict))) continue;
    await page.check(`[name="${item}.verdict"][value="${verdict}"]`);
    await page.check(at(item, 'methods.examine'));
    const first = await page.$(at(item, 'looked-at.0'));
    if (first) await first.check();
    await page.fill(at(item, 'looked-at.others'), 'the register, on the spot');
    await page.fill(at(item, 'note'), `Finding ${number}:\nwith "quotes" and two lines.`);
    return verdict;
  }
  throw new Error(`no verdict fits ${item}`);
}

/** Chooses a level below or above the institution's, if there is one; levels stand from the lowest to the highest. */
async function other(page, item, verdict) {
  const own = await page.textContent(`[id="${item}.shown"] strong span`).catch(() => null);
  const levels = await page.$$eval(`${at(item, 'level')} option`, (all) => all.map((one) => [one.value, one.textContent.trim()]));
  const place = levels.findIndex(([, label]) => label === own);
  // Behind the levels with a value stand "refused" and "not known".
  const valued = levels.slice(1, -2);
  const [level] = (verdict === 'lower' ? valued.slice(0, Math.max(place - 1, 0)) : valued.slice(place))[0] ?? [];
  if (place < 0 || place > valued.length || !level) return false;
  await page.selectOption(at(item, 'level'), level);
  return true;
}

/** Every page of a review in every state, at three widths, light and dark. */
async function states(browser, program, folder, note) {
  answers(folder);
  const [file, own] = [join(folder, 'responses.toml'), join(folder, 'review.toml')];
  const form = await start(program, folder, ['responses.toml', '--review', 'review.toml', '--baseline', resolve('reports/2024/responses.toml')]);
  const { page, context } = await visit(browser, form, true);
  const see = (name) => look(page, `review: ${name}`, note);
  const go = (path) => page.goto(form.origin + path);
  await see('a new file');
  await page.click('main form button');
  await see('a new file, faulty');
  await begin(page);
  for (const [name, path] of [
    ['start', '/'],
    ['overview', '/overview'],
    ['overview, nothing found', '/overview?q=nothingofthekind'],
    ['reviewer', '/reviewer'],
    ['print', '/print'],
  ]) {
    await go(path);
    await see(name);
  }
  await go('/');
  await page.click('.button');
  const paragraph = new URL(page.url()).pathname;
  const [item] = await open(page);
  await page.check(`[name="${item}.verdict"][value="insufficient-evidence"]`);
  await save(page);
  await go(paragraph);
  await page.$$eval('details', (all) => all.forEach((one) => { one.open = true; }));
  await see('paragraph, with problems, all unfolded');

  await page.fill(at(item, 'note'), 'Mine');
  writeFileSync(own, readFileSync(own, 'utf8').replace(/(verdict = "insufficient-evidence"[^]*?note = ''')/, '$1Theirs'));
  await post(page);
  await see('paragraph, changed by somebody else');
  note((await page.textContent('.theirs')).includes('Theirs') && (await page.inputValue(at(item, 'note'))) === 'Mine', 'review: both findings are shown');

  await go(paragraph);
  const narrative = (text) => text.replace(new RegExp(`(/${item}"\\][^]*?narrative = '''\\n?)`), '$1Changed. ');
  writeFileSync(file, narrative(readFileSync(file, 'utf8')));
  await page.fill(at(item, 'note'), 'Of an answer that was changed');
  await page.waitForSelector('.theirs');
  note((await page.textContent(`[id="${item}.shown"]`)).includes('Changed.'), 'review: the answer as it is now comes into the page');
  await see('paragraph, answer changed meanwhile');
  await save(page);
  await go(paragraph);
  await see('paragraph, answer changed since');
  await page.check(at(item, 'again'));
  await save(page);
  note((await page.$(at(item, 'again'))) === null, 'review: the finding holds for the answer as it is now');
  form.child.kill();
  await context.close();

  writeFileSync(own, readFileSync(own, 'utf8').replace('format = 1', 'format = '));
  const broken = await start(program, folder, ['responses.toml', '--review', 'review.toml']);
  const visited = await visit(browser, broken, true);
  await look(visited.page, 'review: a file to be mended', note);
  await visited.context.close();
  broken.child.kill();
}

process.exitCode = await drive(process.argv.slice(2), review, states);
