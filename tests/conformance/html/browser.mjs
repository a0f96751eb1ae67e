// The browser, and how a page is opened in it, for check.mjs and script.mjs.

import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    chromiumSandbox: false,
    args: FLAGS,
  });
}

/** Collects lines of `ok` and `FAIL`. */
export function notes() {
  const count = { passed: 0, failed: 0 };
  const note = (ok, line, details = []) => {
    count[ok ? 'passed' : 'failed'] += 1;
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${line}`);
    for (const detail of details) console.log(`       ${detail}`);
  };
  const end = () => {
    console.log(`${count.passed} passed, ${count.failed} failed`);
    return count.failed === 0 && count.passed > 0 ? 0 : 1;
  };
  return { note, end };
}

/** For pages without scripts: what the browser says of those that it blocks. */
const BLOCKED = /^(Executing|Refused to execute) inline script\b.*script-src 'none'/;

/**
 * Opens the page `html`, as found at `url`, and hands it to `look`. Every other request is noted in `requests` and refused;
 * messages of the console go to `complaints`. Nothing switches the page's own Content-Security-Policy off: what is asked of
 * a page comes through the browser's debugger, to which no policy applies.
 *
 * `scripts`: `true`; `false`, a reader who has switched scripts off; or `'blocked'`, a reader whose browser blocks those of
 * the page. In the latter, questions that wait for something are answered too (axe does), which a page without any scripts
 * can't: so a second policy, as a server might send one, forbids the page's own scripts only.
 *
 * `kept`, a map, keeps what the page was opened in for the next one: for many small pages, a new process for each would take
 * most of the time. All that share a map are opened with the same options, one after the other.
 */
export async function visit(browser, { url, html, requests, complaints, scripts = true, kept, ...options }, look) {
  const opened = kept?.get(scripts) ?? (await open(browser, scripts, options));
  kept?.set(scripts, opened);
  opened.visited = { url, html, requests, complaints };
  try {
    await opened.page.goto(url);
    await look(opened.page);
  } finally {
    if (!kept) await opened.context.close();
  }
}

async function open(browser, scripts, options) {
  const context = await browser.newContext({ ...options, javaScriptEnabled: scripts !== false, serviceWorkers: 'block' });
  const headers = scripts === 'blocked' ? { 'content-security-policy': "script-src 'none'" } : {};
  const page = await context.newPage();
  const opened = { context, page, visited: undefined };
  const complain = (text) => opened.visited.complaints.push(text);
  await context.route('**', (route) => {
    const request = route.request();
    if (request.url().split('#')[0] !== opened.visited.url || !request.isNavigationRequest()) return route.abort();
    return route.fulfill({ contentType: 'text/html', headers, body: opened.visited.html });
  });
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== opened.visited.url) opened.visited.requests.push(request.url().slice(0, 200));
  });
  page.on('console', (message) => {
    if (scripts === 'blocked' && BLOCKED.test(message.text())) return;
    if (['error', 'warning'].includes(message.type())) complain(message.text().slice(0, 200));
  });
  page.on('pageerror', (error) => complain(error.message.slice(0, 200)));
  page.on('dialog', (dialog) => {
    complain(`a dialog opens: ${dialog.message()}`);
    return dialog.dismiss();
  });
  return opened;
}
