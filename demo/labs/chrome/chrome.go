// Package chrome controls a real browser, for the labs whose attacks run scripts or click in frames.
//
//	chrome.go  Start, and what the user of the browser does
package chrome

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"github.com/chromedp/chromedp"
)

// ErrNone is the error of Start on a machine without Chromium or Chrome.
var ErrNone = errors.New("this lab needs Chromium or Chrome, and there is none here")

// patience is how long the browser waits for what it needs.
const patience = 10 * time.Second

const moment = 2 * time.Second

// Browser is a Chromium without a window and with an empty profile.
type Browser struct {
	ctx  context.Context
	once sync.Once
	dir  string // its profile

	stop, closeTab func()
}

// Start starts a browser. It returns ErrNone if there is none.
func Start(ctx context.Context) (*Browser, error) {
	path, err := find()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "quartet-lab-")
	if err != nil {
		return nil, err
	}
	if err := allowThirdPartyCookies(dir); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.UserDataDir(dir))
	if os.Geteuid() == 0 { // Chromium's sandbox refuses to run as root
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stop := chromedp.NewExecAllocator(ctx, options...)
	tab, closeTab := chromedp.NewContext(allocator)
	b := &Browser{ctx: tab, dir: dir, stop: stop, closeTab: closeTab}
	if err := chromedp.Do(tab); err != nil {
		b.end()
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	return b, nil
}

// allowThirdPartyCookies makes the profile send cookies to frames of other sites. Not every browser does, and
// some builds of Chromium do not.
func allowThirdPartyCookies(dir string) error {
	if err := os.Mkdir(filepath.Join(dir, "Default"), 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "Default", "Preferences"), []byte(`{"profile":{"cookie_controls_mode":0,"block_third_party_cookies":false}}`), 0o600)
}

func find() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNone
}

// Close ends the browser, and removes its profile. A second call does nothing.
func (b *Browser) Close() (err error) {
	b.once.Do(func() {
		bounded, cancel := context.WithTimeout(b.ctx, patience)
		defer cancel()
		err = chromedp.Cancel(bounded)
		b.end()
	})
	return err
}

// end ends the browser without asking it, and removes its profile. Closing the tab of a browser that has not
// started waits for ever, so this does not wait for it longer than a moment.
func (b *Browser) end() {
	closed := make(chan struct{})
	go func() { b.closeTab(); close(closed) }()
	b.stop()
	select {
	case <-closed:
	case <-time.After(moment):
	}
	_ = os.RemoveAll(b.dir) // a process that still runs may write into it
}

func (b *Browser) do(what string, steps ...chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// Open opens an address, and waits until the page is loaded.
func (b *Browser) Open(address string) error {
	return b.do("open "+address, chromedp.Navigate(address))
}

// Type types text into the first field that the selector finds.
func (b *Browser) Type(selector, text string) error {
	return b.do("type into "+selector, chromedp.SendKeys(chromedp.CSS(selector), text))
}

// Click clicks the first element that the selector finds.
func (b *Browser) Click(selector string) error {
	return b.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// ClickAt clicks a point of the window, whatever is there, also in a frame.
func (b *Browser) ClickAt(x, y float64) error {
	return b.do("click", chromedp.MouseClickXY(x, y))
}

// Await waits until the selector finds a visible element.
func (b *Browser) Await(selector string) error {
	return b.do("wait for "+selector, chromedp.WaitVisible(chromedp.CSS(selector)))
}

// Run runs a script in the page, as a hole in the page would let an attacker do. It returns what the script
// returns, which must be text.
func (b *Browser) Run(script string) (string, error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[string](script))
}
