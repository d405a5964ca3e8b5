package chromium

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a method waits for what it needs.
const patience = 10 * time.Second

// Browser is a Chromium with one tab. A method fails the test if the page lacks what it needs.
type Browser struct {
	t   testing.TB
	ctx context.Context
	seen
}

// Start starts a Chromium with an empty profile. Without Chromium it skips the test, or fails it
// if $BROWSER is "required".
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
	if os.Geteuid() == 0 { // Chromium's sandbox refuses to run as root
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
	late := time.AfterFunc(3*patience, closeTab) // the context of the first call lives as long as the browser, so it must not have a deadline
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start chromium: %v", err)
	}
	late.Stop()
	b.Window(1280, 800)
	return b
}

// For makes t the test that fails if a page lacks something, for a browser that several subtests use.
func (b *Browser) For(t testing.TB) { b.t = t }

// Long skips a test that takes long, unless $BROWSER is "required" as in `make e2e`. `make test`
// then has no such test, whether Chromium is there or not.
func Long(t testing.TB) {
	t.Helper()
	if os.Getenv("BROWSER") != "required" {
		t.Skip("only with BROWSER=required, as in make e2e")
	}
}

// limit returns a context with a deadline, so that a browser that hangs does not hang the test.
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

// Open requests an address.
func (b *Browser) Open(address string) {
	b.t.Helper()
	b.do("open "+address, chromedp.Navigate(address))
}

// Type types into a field.
func (b *Browser) Type(selector, text string) {
	b.t.Helper()
	b.do("type into "+selector, chromedp.SendKeys(chromedp.CSS(selector), text))
}

// Click clicks an element, and waits until the second selector finds an element.
func (b *Browser) Click(selector, then string) {
	b.t.Helper()
	b.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
	b.Await(then)
}

// Leave clicks an element, and waits for the next page, which is a page without that element.
func (b *Browser) Leave(selector string) {
	b.t.Helper()
	b.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
	b.AwaitGone(selector)
	b.Await("h1")
}

// Await waits until the selector finds a visible element.
func (b *Browser) Await(selector string) {
	b.t.Helper()
	b.do("wait for "+selector, chromedp.WaitVisible(chromedp.CSS(selector)))
}

// AwaitGone waits until the selector finds nothing.
func (b *Browser) AwaitGone(selector string) {
	b.t.Helper()
	b.do("wait until there is no "+selector, chromedp.WaitNotPresent(chromedp.CSS(selector)))
}

// AwaitText waits until the element contains the text.
func (b *Browser) AwaitText(selector, text string) {
	b.t.Helper()
	ctx, cancel := b.limit()
	defer cancel()
	there := fmt.Sprintf("document.querySelector(%q)?.textContent.includes(%q)", selector, text)
	_, err := chromedp.Run(ctx, chromedp.Poll[bool](there))
	for ctx.Err() == nil && isBetweenPages(err) {
		_, err = chromedp.Run(ctx, chromedp.Poll[bool](there))
	}
	if err != nil {
		b.t.Fatalf("wait for %q in %s, at %s: %v", text, selector, b.Address(), err)
	}
}

// isBetweenPages reports whether a script failed because the page that it began in was replaced by
// another one.
func isBetweenPages(err error) bool {
	return err != nil && strings.Contains(err.Error(), "Cannot find context with specified id")
}

// Text returns the text of the element.
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

// Address returns the address of the page.
func (b *Browser) Address() string {
	ctx, cancel := b.limit()
	defer cancel()
	address, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		return "nowhere: " + err.Error()
	}
	return address
}

// Evaluate runs a script in the page and returns its result as text.
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
