// The page of a server that was called by strangers under names that were made to harm. Started by HostileCallsTest of the
// module interop, which has made the calls. PICTURES is a folder for what is downloaded.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const { CONSOLE_URL: url, CONSOLE_PASSWORD: password, CHROMIUM: executablePath, PICTURES: folder } = process.env;
const UNSEEN = /(?![\t\r\n])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/u;
const FOREIGN = ['img', 'iframe', 'script', 'style', 'animate', 'textarea', 'b b', 'i', '[onload]', '[onerror]', '[onmouseover]', '[onfocus]', '[autofocus]', '[onbegin]', '[srcdoc]'];

let faults = [];

async function watched(context) {
  const page = await context.newPage();
  page.on('pageerror', (e) => faults.push(`exception: ${e.message}`));
  page.on('console', (message) => { if (message.type() === 'error' && !/status of 401/.test(message.text())) faults.push(`console: ${message.text()}`); });
  page.on('dialog', (dialog) => { faults.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
  page.on('request', (request) => { if (!/^data:/.test(request.url()) && !request.url().startsWith(url) && !request.url().startsWith('file:')) faults.push(`elsewhere: ${request.url()}`); });
  await page.exposeFunction('violated', (what) => faults.push(`policy: ${what}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (e) => window.violated(`${e.violatedDirective} ${e.blockedURI}`));
  });
  return page;
}

test('what strangers call themselves is text in the page and in its pictures', { timeout: 170_000 }, async () => {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  try {
    const context = await browser.newContext();
    context.setDefaultTimeout(20_000);
    const page = await watched(context);
    await page.goto(url);
    await page.getByLabel('User').fill('admin');
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Now' }).waitFor();

    const harmless = async (view) => {
      const seen = await page.evaluate((foreign) => ({
        harmed: window.harmed,
        elements: document.querySelectorAll(foreign.map((its) => `#app ${its}`).join(', ')).length,
        links: [...document.querySelectorAll('#app a')].map((its) => its.getAttribute('href') ?? ''),
        text: document.querySelector('main').textContent,
      }), FOREIGN);
      assert.equal(seen.harmed, undefined, view);
      assert.equal(seen.elements, 0, view);
      for (const link of seen.links) assert.match(link, /^(#|\/api\/)/, view);
      assert.doesNotMatch(seen.text, UNSEEN, view);
      return seen.text;
    };
    const calls = await page.evaluate(async () => (await (await fetch('/api/v1/calls?kind=call&limit=500')).json()).items);
    for (const view of ['now', 'phones', 'search']) {
      await page.goto(`${url}/#/${view}`);
      await page.locator('main h1').waitFor();
      if (view === 'search') await page.locator('.vrow a').first().waitFor();
      await harmless(view);
    }
    await page.getByLabel('Find').fill('<script>');
    await page.locator('.vrow').filter({ hasText: '<script>window.harmed=1</script>' }).first().waitFor();
    await harmless('search for <script>');
    for (const call of calls) {
      await page.goto(`${url}/#/call/${call.id}?m=0`);
      await page.locator('.quiet.wire').filter({ hasText: 'Call-ID' }).waitFor();
      await page.locator('.panel pre').waitFor();
      const text = await harmless(call.id);
      if (!UNSEEN.test(call.from.name)) assert.ok(text.includes(call.from.name), call.from.name);
      if (call.status !== 486) continue; // has two messages alone
      const opened = await page.evaluate(async (foreign) => {
        const drawn = () => new Promise((done) => { setTimeout(done); });
        let elements = 0;
        let text = '';
        for (const rung of document.querySelectorAll('.rung.message')) {
          rung.click();
          await drawn();
          for (let tab = 0; tab < document.querySelectorAll('.tabs button').length; tab++) {
            document.querySelectorAll('.tabs button')[tab].click();
            await drawn();
            elements += document.querySelectorAll(foreign).length;
            text += document.querySelector('.panel').textContent;
          }
        }
        return { elements, text, harmed: window.harmed };
      }, FOREIGN.map((its) => `#app ${its}`).join(', '));
      assert.equal(opened.harmed, undefined, call.id);
      assert.equal(opened.elements, 0, call.id);
      assert.doesNotMatch(opened.text, UNSEEN, call.id);
      assert.match(opened.text, /INVITE/, call.id);
    }

    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'svg', exact: true }).click()]);
    assert.match(download.suggestedFilename(), /^call-[A-Za-z0-9_-]+\.svg$/);

    // A picture by itself, as somebody opens it who got it by mail.
    const alone = await watched(await browser.newContext());
    for (const call of calls) {
      const file = `${folder}/call-${call.id}.svg`;
      const picture = await context.request.get(`${url}/api/v1/calls/${call.id}?format=svg`);
      writeFileSync(file, await picture.body());
      await alone.goto(pathToFileURL(file).href);
      const seen = await alone.evaluate(() => ({
        root: document.documentElement.localName,
        harmed: window.harmed,
        names: [...new Set([...document.querySelectorAll('*')].map((its) => its.localName))],
        attributes: [...new Set([...document.querySelectorAll('*')].flatMap((its) => its.getAttributeNames()))],
        text: [...document.querySelectorAll('text, title')].map((its) => its.textContent).join('\n'),
      }));
      assert.equal(seen.root, 'svg', call.id);
      assert.equal(seen.harmed, undefined, call.id);
      for (const name of seen.names) assert.match(name, /^(svg|title|desc|style|rect|text|line|path|g)$/, call.id);
      for (const name of seen.attributes) assert.doesNotMatch(name, /^on|href/, call.id);
      assert.match(seen.text, /INVITE/, call.id);
      if (call.from.name === '<b>bold</b> &lt;i&gt; &#60;script&#62;window.harmed=1&#60;/script&#62;') assert.match(seen.text, /<b>bold<\/b>/);
    }
    assert.ok(calls.length > 60, String(calls.length));
    assert.deepEqual(faults, []);
  } finally {
    await browser.close();
  }
});
