package chromium

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a verb waits for what it needs.
const patience = 10 * time.Second

// Browser is a Chromium with one tab. Its verbs fail the test if there is
// nothing to do them on.
type Browser struct {
	t   testing.TB
	ctx context.Context
	seen
}

// Start starts a Chromium with an empty profile. Without one the test is
// skipped, or fails if $BROWSER is "required".
func Start(t testing.TB) *Browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	switch {
	case err != nil && os.Getenv("BROWSER") == "required":
		t.Fatal("BROWSER=required, and there is no chromium here: apt-get install chromium")
	case err != nil:
		t.Skip("there is no chromium here: apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.UserDataDir(t.TempDir()))
	if os.Geteuid() == 0 { // Chromium's sandbox refuses root
		options = append(options, chromedp.NoSandbox)
	}
	b := &Browser{t: t}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeTab := chromedp.NewContext(allocator, chromedp.WithListener(b.note))
	t.Cleanup(func() {
		bounded, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		_ = chromedp.Cancel(bounded)
		closeTab()
		stop()
	})
	b.ctx = ctx
	late := time.AfterFunc(3*patience, closeTab) // the context of the first call is that of the browser, and must not have a deadline
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start chromium: %v", err)
	}
	late.Stop()
	b.Window(1280, 800)
	return b
}

// limit bounds a call: a browser that hangs must not hang the test.
func (b *Browser) limit() (context.Context, context.CancelFunc) {
	return context.WithTimeout(b.ctx, patience)
}

func (b *Browser) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := b.limit()
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("%s, at %s: %v", what, b.Address(), err)
	}
}

// Open goes to an address.
func (b *Browser) Open(address string) {
	b.t.Helper()
	b.do("open "+address, chromedp.Navigate(address))
}

// Type types into a field.
func (b *Browser) Type(selector, text string) {
	b.t.Helper()
	b.do("type into "+selector, chromedp.SendKeys(chromedp.CSS(selector), text))
}

// Click clicks, and waits until what the second selector finds is there.
func (b *Browser) Click(selector, then string) {
	b.t.Helper()
	b.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
	b.Await(then)
}

// Leave clicks, and waits until the next page is there: one without what was
// clicked.
func (b *Browser) Leave(selector string) {
	b.t.Helper()
	b.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
	b.AwaitGone(selector)
	b.Await("h1")
}

// Await waits until what the selector finds is to be seen.
func (b *Browser) Await(selector string) {
	b.t.Helper()
	b.do("wait for "+selector, chromedp.WaitVisible(chromedp.CSS(selector)))
}

// AwaitGone waits until nothing is found.
func (b *Browser) AwaitGone(selector string) {
	b.t.Helper()
	b.do("wait until there is no "+selector, chromedp.WaitNotPresent(chromedp.CSS(selector)))
}

// AwaitText waits until that text is within what the selector finds.
func (b *Browser) AwaitText(selector, text string) {
	b.t.Helper()
	ctx, cancel := b.limit()
	defer cancel()
	there := fmt.Sprintf("document.querySelector(%q)?.textContent.includes(%q)", selector, text)
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](there)); err != nil {
		b.t.Fatalf("wait for %q in %s, at %s: %v", text, selector, b.Address(), err)
	}
}

// Text is the text of what the selector finds.
func (b *Browser) Text(selector string) string {
	b.t.Helper()
	ctx, cancel := b.limit()
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS(selector)))
	if err != nil {
		b.t.Fatalf("text of %s, at %s: %v", selector, b.Address(), err)
	}
	return text
}

// Address is that of the page.
func (b *Browser) Address() string {
	ctx, cancel := b.limit()
	defer cancel()
	address, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		return "nowhere: " + err.Error()
	}
	return address
}

// Evaluate runs a script in the page and gives its text.
func (b *Browser) Evaluate(script string) string {
	b.t.Helper()
	ctx, cancel := b.limit()
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("script, at %s: %v", b.Address(), err)
	}
	return value
}
