// Devices, people and files of a real server to which phones come. Started by DevicesPageTest of the module interop.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { chromium } from 'playwright-core';

const { CONSOLE_URL: url, CONSOLE_PASSWORD: password, FILES_URL: files, FOLDER: folder, CHROMIUM: executablePath } = process.env;
const MAC = '001565abcdef';
const PHONE = 'Yealink SIP-T38G 38.70.0.125 00:15:65:ab:cd:ef';
const SCRIPT = '<script>window.harmed=1</script><img src=x onerror=window.harmed=1>';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a phone does: it asks for a file, and says what it is. */
const ask = (name, agent) => new Promise((done, failed) => {
  request(`${files}/${name}`, { headers: { 'User-Agent': agent } }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part) => { text += part; }).on('end', () => done({ status: response.statusCode, text }));
  }).on('error', failed).end();
});

test('a phone asks, is adopted in two clicks, and fetches its file; what is hostile is text', { timeout: 170_000 }, async () => {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    const faults = [];
    page.on('pageerror', (e) => faults.push(`exception: ${e.message}`));
    page.on('console', (message) => { if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(`console: ${message.text()}`); });
    page.on('dialog', (dialog) => { faults.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
    page.on('request', (its) => { if (!its.url().startsWith(url)) faults.push(`elsewhere: ${its.url()}`); });

    const harmless = async (view) => {
      assert.equal(await page.evaluate(() => window.harmed), undefined, view);
      assert.equal(await page.locator('#app img, #app script, #app iframe, [onerror], [onload]').count(), 0, view);
    };
    const violations = async (view) => {
      await harmless(view);
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${view} is ${wide} wide at ${width}`);
        await page.evaluate(AXE);
        const found = await page.evaluate(async () => {
          const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
          return (await window.axe.run(document, { runOnly: levels })).violations
            .map((its) => `${its.id}: ${its.nodes.length} x ${its.nodes[0].html.slice(0, 200)} ${its.nodes[0].failureSummary}`);
        });
        assert.deepEqual(found, [], `${view} at ${width}`);
      }
    };

    const view = (name) => page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
    await page.goto(url);
    await page.getByLabel('User').fill('admin');
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Now' }).waitFor();

    await view('Devices');
    const unknown = page.getByLabel('Phones that asked');
    await unknown.getByText('None.').waitFor();
    await page.getByText(`${files}/`).waitFor();

    // A phone out of its box, and somebody who says that he is HTML.
    assert.equal((await ask(`${MAC}.cfg`, PHONE)).status, 404);
    assert.equal((await ask('001565000666.cfg', SCRIPT)).status, 404);
    await unknown.getByText(PHONE).waitFor();
    await unknown.getByText(SCRIPT).waitFor();
    await violations('devices that asked');

    // Two clicks: the model is what it says, the account is the first without a device.
    await unknown.getByRole('button', { name: `Adopt ${MAC}` }).click();
    const form = page.getByRole('form', { name: `Adopt ${MAC}` });
    await page.waitForFunction((mac) => document.querySelector(`input[list=people-${mac}]`)?.value === '1001', MAC);
    assert.equal(await form.getByLabel('Model').inputValue(), 't38g');
    await violations('adopting');
    await form.getByRole('button', { name: 'Adopt it' }).click();
    await page.getByText(`${MAC} is adopted`).waitFor();
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: MAC, exact: true }) });
    await row.getByText('adopted', { exact: true }).waitFor();

    const file = await ask(`${MAC}.cfg`, PHONE);
    assert.equal(file.status, 200);
    assert.match(file.text, /account\.1\.user_name = 1001/);
    await row.getByText('fetched', { exact: true }).waitFor();

    // Somebody else as the same phone: held, and shown with the reason.
    assert.equal((await ask(`${MAC}.cfg`, `Other ${SCRIPT}`)).status, 404);
    await row.getByText('is another kind of agent than the adopted one').waitFor();
    await page.getByRole('link', { name: MAC, exact: true }).first().click();
    await page.getByRole('heading', { name: MAC }).waitFor();
    await page.locator('.steps').getByText('fetched').waitFor();
    await page.getByText(`Other ${SCRIPT}`).first().waitFor();
    const value = page.getByRole('row').filter({ has: page.getByText('account.1.user_name', { exact: true }) });
    await value.getByText('1001', { exact: true }).waitFor();
    const secret = /account\.1\.password = (\S+)/.exec(file.text)[1];
    assert.doesNotMatch(await page.locator('main').innerText(), new RegExp(secret));
    await violations('device, its file');

    // A setting: what it changes is seen before.
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByLabel('Parameter').fill('account.1.label');
    await page.getByLabel('Value').fill(SCRIPT);
    await page.getByRole('button', { name: 'See what changes' }).click();
    const preview = page.getByLabel('What would change', { exact: true });
    await preview.getByText(`+ account.1.label = ${SCRIPT}`).waitFor();
    assert.doesNotMatch((await ask(`${MAC}.cfg`, PHONE)).text, /<script>/);
    await violations('device, a setting');
    await preview.getByRole('button', { name: 'Do it' }).click();
    await page.getByText('Done.').waitFor();
    assert.ok((await ask(`${MAC}.cfg`, PHONE)).text.includes(`account.1.label = ${SCRIPT}`));
    await page.getByLabel('Parameter').fill('no.such');
    await page.getByLabel('Value').fill('1');
    await page.getByRole('button', { name: 'See what changes' }).click();
    await preview.getByText('no such parameter').waitFor();
    assert.equal(await preview.getByRole('button', { name: 'Do it' }).count(), 0);
    await preview.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: /^Back to before/ }).first().click();
    await preview.getByText(`- account.1.label = ${SCRIPT}`).waitFor();
    await preview.getByRole('button', { name: 'Do it' }).click();
    await page.getByText('Done.').waitFor();
    assert.doesNotMatch((await ask(`${MAC}.cfg`, PHONE)).text, /<script>/);

    await page.getByRole('button', { name: 'What it asked for' }).click();
    await page.getByRole('cell', { name: 'served' }).first().waitFor();
    await violations('device, its visits');
    await page.getByRole('button', { name: 'Hold' }).click();
    await page.getByText('It is served no more').waitFor();
    assert.equal((await ask(`${MAC}.cfg`, PHONE)).status, 404);
    await page.getByRole('button', { name: 'Serve it again' }).click();
    await page.getByText('It is served again.').waitFor();
    assert.equal((await ask(`${MAC}.cfg`, PHONE)).status, 200);

    // Somebody with a name that is HTML.
    await view('People');
    await page.getByRole('row').filter({ hasText: '1001' }).getByRole('link', { name: MAC }).waitFor();
    const add = page.getByLabel('Add somebody');
    await add.getByLabel('User').fill('1003');
    await add.getByLabel('Name').fill(SCRIPT);
    await add.getByRole('button', { name: 'Add' }).click();
    await page.getByText('told this once').waitFor();
    const person = page.getByRole('row').filter({ has: page.getByRole('link', { name: '1003', exact: true }) });
    await person.getByText(SCRIPT).waitFor();
    await person.getByRole('button', { name: 'Change' }).click();
    const account = page.getByLabel('Account', { exact: true });
    await account.getByRole('button', { name: 'Rename' }).waitFor();
    await account.getByLabel('Do not disturb').check();
    await account.getByLabel('Not answered to').fill('1001');
    await account.getByRole('button', { name: 'Save calls' }).click();
    await person.getByText('do not disturb, after 20 s: to 1001').waitFor();
    await account.getByLabel('When busy to').fill('sip:x@elsewhere.example');
    await account.getByRole('button', { name: 'Save calls' }).click();
    await page.getByText('nothing is relayed elsewhere').waitFor();
    await violations('people');

    // A file as it is, and a spreadsheet: first tried, then brought in.
    await view('Files');
    writeFileSync(`${folder}/dial now.xml`, '<DialNow/>');
    const put = page.getByLabel('Put a file in place');
    await put.getByLabel('File').setInputFiles(`${folder}/dial now.xml`);
    await put.getByRole('button', { name: 'Put it in place' }).click();
    await page.getByText('dial-now.xml is in place').waitFor();
    assert.equal((await ask('dial-now.xml', PHONE)).text, '<DialNow/>');
    writeFileSync(`${folder}/devices.csv`, 'mac,model,accounts\n001565000001,t20p,1002\n');
    const sheet = page.getByLabel('Devices as a spreadsheet');
    await sheet.getByLabel('CSV').setInputFiles(`${folder}/devices.csv`);
    await sheet.getByRole('button', { name: 'See what it would do' }).click();
    await sheet.getByText('001565000001 is new').waitFor();
    await violations('files');
    await sheet.getByRole('button', { name: 'Do it' }).click();
    await page.getByText('1 new and 0 changed were brought in.').waitFor();

    await view('Devices');
    await page.getByRole('row').filter({ hasText: '001565000001' }).getByText('expected', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByLabel('Tokens').getByText('/t/').waitFor();
    await page.getByRole('link', { name: 'Settings of phones' }).click();
    await page.getByText('Set for all phones').waitFor();
    await violations('settings of phones');
    assert.deepEqual(faults, []);
  } finally {
    await browser.close();
  }
});
