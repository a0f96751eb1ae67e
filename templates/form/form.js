// What the form does more when scripts run: it saves by itself, keeps the figures fresh, and moves by keyboard. A page is
// posted as a browser would post it; what comes back is a page, from which this takes what has changed.

'use strict';

(() => {
  const WAIT = 1200;
  const form = document.querySelector('form[data-autosave]');
  const summary = document.querySelector('.summary');
  if (summary) summary.focus();
  else told();
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

    for (const field of form.querySelectorAll('input[type="file"]')) {
      // A browser says it before anything is sent.
      field.addEventListener('change', () => {
        const large = [...field.files].some((file) => file.size > Number(field.dataset.most));
        field.setCustomValidity(large ? field.dataset.tooLarge : '');
        field.reportValidity();
      });
    }
    form.addEventListener('input', later);
    form.addEventListener('change', later);
    form.addEventListener('change', ({ target }) => {
      if (target.type !== 'radio' || target.value !== 'not-applicable') return;
      const reason = target.closest('.item').querySelector('details.reason');
      if (reason) reason.open = true;
    });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      clearTimeout(timer);
      const pressed = event.submitter;
      for (const old of document.querySelectorAll('.saved')) old.remove();
      say(words.saving);
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
      clearTimeout(timer);
      // The bar keeps saying what is to be decided.
      if (conflict) return;
      say(words.unsaved);
      timer = setTimeout(soon, WAIT);
    }

    function soon() {
      clearTimeout(timer);
      turn = turn.then(() => save());
    }

    /** All that is typed, also what is only saved by a button. */
    function snapshot() {
      const typed = [...new FormData(form)].filter(([name]) => !/(^|\.)(known|word)$/.test(name));
      return JSON.stringify(typed.map(([name, value]) => [name, typeof value === 'string' ? value : value.name]));
    }

    /** What is saved by itself: not what is to be added, taken out or sent. The answer is this page as it is then. */
    function quiet() {
      const all = [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !/\.(new\.|remove$)/.test(name));
      return new URLSearchParams([...all, ['then', 'stay']]);
    }

    /** Saves what was typed; `asked` tells whether somebody wants just that, whatever was typed and whoever else did. */
    async function save(asked = false) {
      if (leaving || (!asked && (conflict || snapshot() === saved))) return;
      say(words.saving);
      const body = quiet();
      const typed = snapshot();
      try {
        const answer = await fetch(form.action, { method: 'POST', body });
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        if (answer.ok && page.querySelector('form[data-autosave]')) {
          const same = snapshot() === typed;
          conflict = false;
          refresh(page);
          const held = waits(/\.(new\.(?!status)|remove$)/);
          // What the page asks may have changed with what it says.
          if (!held) saved = same ? snapshot() : typed;
          const others = page.querySelector('input[name$="known"]:not([data-was])');
          say(snapshot() !== saved ? (held ? words.held : words.unsaved) : others ? words.others : words.saved);
        } else {
          refuse(page, answer.status, asked);
        }
      } catch {
        say(words.gone, true);
      }
    }

    /** Whether something stands in a field whose name is like that. */
    function waits(name) {
      return [...new FormData(form)].some(([own, value]) => name.test(own) && (typeof value === 'string' ? value : value.name));
    }

    async function submit(pressed) {
      if (leaving) return;
      // Where the same page would come again, it stays as it stands, with what has the focus.
      const moves = ['then', 'confirm'].includes(pressed?.name) || waits(/\.new\.(?!status)|(^|\.)(remove|again)$/) || form.querySelector('.gone');
      if (!moves) {
        await save(true);
        return;
      }
      const body = new FormData(form, pressed);
      try {
        const answer = await fetch(form.action, { method: 'POST', body });
        const text = await answer.text();
        if (answer.redirected && answer.ok) {
          leaving = true;
          const to = new URL(answer.url);
          const part = form.querySelector(`[id="${CSS.escape(pressed?.value ?? '')}"]`);
          if (part && pressed.name === 'here') to.hash = part.id;
          if (to.pathname === location.pathname) location.replace(to);
          else location.assign(to);
          return;
        }
        refuse(new DOMParser().parseFromString(text, 'text/html'), answer.status, true);
      } catch {
        say(words.gone, true);
      }
    }

    /** The id that an element of another page, made of what was posted from this one, has on this one; '' if none. */
    function own(element) {
      const block = element.closest('.block:not(.new)');
      if (!block) return element.id;
      const was = block.dataset.was;
      return was === undefined ? '' : was + element.id.slice(block.id.length - 'block'.length);
    }

    /** Takes over what the next save must say that this page has seen: only where it shows just that. */
    function takeOver(page) {
      for (const fresh of page.querySelectorAll('input[data-was]')) {
        const field = form.querySelector(`input[name="${CSS.escape(fresh.dataset.was)}"]`);
        if (field) field.value = fresh.value;
      }
    }

    /** What somebody else says is only shown; where it has changed, that is told, and it is shown as it is now. */
    function showAgain(page) {
      for (const fresh of page.querySelectorAll('.shown[id]')) {
        document.getElementById(fresh.id)?.replaceChildren(...fresh.childNodes);
      }
    }

    /** Takes from the page as it is now what a save changes: what was seen, problems, figures, where answers stand. */
    function refresh(page) {
      document.title = page.title;
      takeOver(page);
      clear();
      for (const fresh of page.querySelectorAll('.said[id]')) {
        const said = document.getElementById(own(fresh));
        if (!said || said.textContent === fresh.textContent) continue;
        said.replaceChildren(...fresh.childNodes);
        if (said.childElementCount) unfold(said);
      }
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

    /** Takes away what was said of a save before. */
    function clear() {
      for (const old of form.querySelectorAll('.theirs, .fault, .gone, .how')) old.remove();
      for (const field of form.querySelectorAll('.faulty')) field.classList.remove('faulty');
      for (const field of form.querySelectorAll('[aria-invalid]')) {
        field.removeAttribute('aria-invalid');
        const described = field.getAttribute('aria-describedby') ?? '';
        field.setAttribute('aria-describedby', described.replace(/\S+-fault ?/, ''));
      }
    }

    /** Shows why nothing was saved; what was typed stays where it is, with what stands in the file beside it. */
    function refuse(page, status, aloud) {
      const why = page.querySelector('.summary') ?? page.querySelector('main');
      const outcome = document.getElementById('outcome');
      // Chosen files are still chosen: this page was not left.
      for (const again of page.querySelectorAll('.again')) again.remove();
      for (const link of page.querySelectorAll('.summary a')) {
        const fresh = page.getElementById(decodeURIComponent(link.hash.slice(1)));
        if (fresh) link.hash = own(fresh);
      }
      clear();
      showAgain(page);
      // The next save is to take the place of what is shown now.
      if (status === 409) {
        conflict = true;
        takeOver(page);
      }
      for (const gone of page.querySelectorAll('.gone')) {
        const block = document.getElementById(own(gone.closest('.block')));
        block?.querySelector('summary').after(gone);
        block?.setAttribute('open', '');
      }
      for (const fresh of page.querySelectorAll('.field .theirs, .field .fault')) {
        const said = document.getElementById(own(fresh.closest('.field').querySelector(':scope > .said')));
        const field = said?.closest('.field');
        if (!field) continue;
        if (fresh.classList.contains('fault')) fault(field, fresh, said.id.replace(/-said$/, ''));
        else {
          if (fresh.classList.contains('taken')) fill(field, fresh.closest('.field'));
          said.before(fresh);
        }
        unfold(field);
      }
      if (outcome && why) {
        outcome.replaceChildren(why.matches('.summary') ? why : wrapped(why));
        if (aloud) outcome.querySelector('.summary')?.focus();
      }
      const title = why?.querySelector('h1, h2')?.textContent;
      say(title ? `${title}.` : words.gone, true);
      if (page.title) document.title = page.title;
      const changed = form.querySelector('.theirs, .gone');
      if (changed) lead(changed);
    }

    /** Leads from what is said to what somebody else changed. */
    function lead(changed) {
      changed.id = 'theirs';
      changed.tabIndex = -1;
      const link = document.createElement('a');
      link.href = '#theirs';
      link.textContent = words.see;
      live.append(' ', link);
    }

    /** Puts into a field what stands in the same field of another page. */
    function fill(field, fresh) {
      const all = 'input:not([type="hidden"]), textarea, select';
      const from = [...fresh.querySelectorAll(all)];
      for (const [number, control] of [...field.querySelectorAll(all)].entries()) {
        if (['radio', 'checkbox'].includes(control.type)) control.checked = from[number]?.checked ?? false;
        else control.value = from[number]?.value ?? '';
      }
    }

    function fault(field, fresh, name) {
      fresh.id = `${name}-fault`;
      field.classList.add('faulty');
      field.querySelector('label, legend').after(fresh);
      const control = document.getElementById(name);
      control?.setAttribute('aria-invalid', 'true');
      control?.setAttribute('aria-describedby', `${fresh.id} ${control.getAttribute('aria-describedby') ?? ''}`.trim());
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

  /** That something was saved is told once: to whom comes by a save, and not again to whom loads the page again. */
  function told() {
    const address = new URL(location);
    if (!address.searchParams.has('saved')) return;
    address.searchParams.delete('saved');
    history.replaceState(null, '', address);
    const focus = () => document.querySelector('.saved')?.focus({ preventScroll: true });
    // A browser goes to the part that the address names once all is loaded, and takes the focus along.
    window.addEventListener('load', () => requestAnimationFrame(() => requestAnimationFrame(focus)));
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

  /** A link may lead to what is folded away. */
  function openWhatIsNamed() {
    const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (named) unfold(named);
  }

  function unfold(element) {
    for (let at = element; at; at = at.parentElement) if (at.localName === 'details') at.open = true;
  }
})();
