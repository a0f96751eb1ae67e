// What the form does more when scripts run: it saves by itself, keeps the figures fresh, and moves by keyboard. A page is
// posted as a browser would post it; what comes back is a page, from which this takes what has changed.

'use strict';

(() => {
  const WAIT = 1200;
  const form = document.querySelector('form[data-autosave]');
  const summary = document.querySelector('.summary');
  if (summary) summary.focus();
  keys();
  openWhatIsNamed();
  window.addEventListener('hashchange', openWhatIsNamed);
  if (form) autosave(form);

  function autosave(form) {
    const words = form.dataset;
    const live = document.createElement('p');
    live.className = 'live';
    live.setAttribute('role', 'status');
    form.append(live);
    let timer;
    // One thing is sent at a time: a save changes what the page must say, next time, that it has seen.
    let turn = Promise.resolve();
    let leaving = false;
    // Somebody else has changed the same: only a button decides what stands.
    let conflict = false;
    let saved = snapshot();

    form.addEventListener('input', later);
    form.addEventListener('change', later);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      clearTimeout(timer);
      const pressed = event.submitter;
      turn = turn.then(() => submit(pressed));
    });
    window.addEventListener('beforeunload', (event) => {
      if (!leaving && snapshot() !== saved) event.preventDefault();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden' && !conflict) soon();
    });

    function later() {
      if (snapshot() === saved) return;
      say(words.unsaved);
      clearTimeout(timer);
      if (!conflict) timer = setTimeout(soon, WAIT);
    }

    function soon() {
      clearTimeout(timer);
      turn = turn.then(save);
    }

    /** All that is typed, also what is only saved by a button. */
    function snapshot() {
      const typed = [...new FormData(form)].filter(([name]) => !/(^|\.)(revision|word)$/.test(name));
      return JSON.stringify(typed.map(([name, value]) => [name, typeof value === 'string' ? value : value.name]));
    }

    /** What is saved by itself: not what is to be added, taken out or sent. */
    function quiet() {
      const all = [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !/\.(new\.|remove$)/.test(name));
      return new URLSearchParams(all);
    }

    async function save() {
      if (leaving || conflict || snapshot() === saved) return;
      say(words.saving);
      const body = quiet();
      const typed = snapshot();
      try {
        const answer = await fetch(form.action, { method: 'POST', body });
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        if (answer.ok && page.querySelector('form[data-autosave]')) {
          refresh(page);
          const waiting = /\.(new\.(?!status)|remove$)/;
          const held = [...new FormData(form)].some(([name, value]) => waiting.test(name) && (typeof value === 'string' ? value : value.name));
          if (!held) saved = typed;
          say(snapshot() === saved ? words.saved : held ? words.held : words.unsaved);
        } else {
          refuse(page);
        }
      } catch {
        say(words.gone, true);
      }
    }

    async function submit(pressed) {
      if (leaving) return;
      const body = new FormData(form, pressed);
      say(words.saving);
      try {
        const answer = await fetch(form.action, { method: 'POST', body });
        const text = await answer.text();
        if (answer.redirected && answer.ok) {
          leaving = true;
          const to = new URL(answer.url);
          const part = form.querySelector(`[id="${CSS.escape(pressed?.value ?? '')}"]`);
          if (part && pressed.name === 'here') to.hash = part.id;
          if (to.pathname + to.search === location.pathname + location.search) {
            location.hash = to.hash;
            location.reload();
          } else location.assign(to);
          return;
        }
        refuse(new DOMParser().parseFromString(text, 'text/html'), true);
      } catch {
        say(words.gone, true);
      }
    }

    /** What somebody else says is only shown, and shown as it is now. */
    function showAgain(page) {
      for (const shown of form.querySelectorAll('.shown[id]')) {
        const fresh = page.getElementById(shown.id);
        if (fresh) shown.replaceChildren(...fresh.cloneNode(true).childNodes);
      }
    }

    /** Takes from the page as it is now what a save changes: revisions, problems, figures, where answers stand. */
    function refresh(page) {
      for (const field of form.querySelectorAll('input[type="hidden"][name$="revision"]')) {
        const fresh = page.querySelector(`input[name="${CSS.escape(field.name)}"]`);
        if (fresh) field.value = fresh.value;
      }
      for (const said of form.querySelectorAll('.said[id]')) {
        const fresh = page.getElementById(said.id);
        if (fresh) said.replaceChildren(...fresh.cloneNode(true).childNodes);
      }
      showAgain(page);
      for (const item of form.querySelectorAll('[data-item]')) {
        const fresh = page.getElementById(item.id);
        if (!fresh) continue;
        item.className = fresh.className;
        item.querySelector('.stands')?.replaceChildren(...fresh.querySelector('.stands').childNodes);
      }
      const figures = document.getElementById('headlines');
      const fresh = page.getElementById('headlines');
      if (figures && fresh) figures.replaceChildren(...fresh.childNodes);
      document.getElementById('outcome')?.replaceChildren();
    }

    /** Shows why nothing was saved; what was typed stays where it is, with what stands in the file beside it. */
    function refuse(page, aloud) {
      const why = page.querySelector('.summary') ?? page.querySelector('main');
      const outcome = document.getElementById('outcome');
      showAgain(page);
      // The next save is to take the place of what is shown now.
      if (page.querySelector('.theirs')) {
        conflict = true;
        for (const field of form.querySelectorAll('input[type="hidden"][name$="revision"]')) {
          const fresh = page.querySelector(`input[name="${CSS.escape(field.name)}"]`);
          if (fresh) field.value = fresh.value;
        }
      }
      for (const fresh of page.querySelectorAll('.theirs, .fault')) {
        const id = fresh.closest('.field')?.querySelector('[id]')?.id;
        const field = id && document.getElementById(id)?.closest('.field');
        if (!field) continue;
        field.querySelector(`.${fresh.className}`)?.remove();
        const label = field.querySelector('label, legend');
        if (fresh.className === 'fault') label.after(fresh);
        else field.querySelector('.said')?.before(fresh);
        if (fresh.className === 'fault') field.classList.add('faulty');
        field.closest('details')?.setAttribute('open', '');
      }
      if (outcome && why) {
        outcome.replaceChildren(why.matches('.summary') ? why : wrapped(why));
        if (aloud) outcome.querySelector('.summary')?.focus();
      }
      const title = why?.querySelector('h1, h2')?.textContent;
      say(title ? `${title}.` : words.gone, true);
    }

    function wrapped(main) {
      const box = document.createElement('div');
      box.className = 'summary';
      box.tabIndex = -1;
      for (const part of main.querySelectorAll('h1, p')) {
        const line = document.createElement(part.localName === 'h1' ? 'h2' : 'p');
        line.textContent = part.textContent;
        box.append(line);
      }
      return box;
    }

    function say(text, bad = false) {
      live.classList.toggle('bad', bad);
      if (live.textContent !== text) live.textContent = text;
    }
  }

  /** Alt+Shift+arrows lead to the paragraph before and after; Ctrl+S saves. */
  function keys() {
    document.addEventListener('keydown', (event) => {
      const way = event.altKey && event.shiftKey && { ArrowLeft: 'prev', ArrowRight: 'next' }[event.key];
      const link = way && document.querySelector(`a[rel="${way}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
      if ((event.ctrlKey || event.metaKey) && event.key === 's') {
        const button = document.querySelector('main form[method="post"] button');
        if (!button) return;
        event.preventDefault();
        button.form.requestSubmit();
      }
    });
  }

  /** A link may lead to a field that is folded away. */
  function openWhatIsNamed() {
    const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = named?.parentElement; at; at = at.parentElement) if (at.localName === 'details') at.open = true;
  }
})();
