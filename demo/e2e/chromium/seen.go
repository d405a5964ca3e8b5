package chromium

import (
	"slices"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// seen is what the browser recorded.
type seen struct {
	mu       sync.Mutex
	problems []string
	requests []string
	loads    loads
}

// note runs on the goroutine that reads from the browser.
func (s *seen) note(event any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loads.note(event)
	switch e := event.(type) {
	case *log.EventEntryAdded: // includes violations of a content security policy
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			s.problems = append(s.problems, string(e.Entry.Source)+": "+e.Entry.Text+" "+e.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		s.problems = append(s.problems, "exception: "+text)
	case *runtime.EventConsoleAPICalled:
		s.problems = append(s.problems, "console: "+string(e.Type))
	case *page.EventJavascriptDialogOpening:
		s.problems = append(s.problems, "dialog: "+e.Message)
	case *network.EventRequestWillBeSent:
		s.requests = append(s.requests, e.Request.URL)
	}
}

// Problems returns the errors and warnings of the console so far, exceptions, and violations of a
// content security policy.
func (s *seen) Problems() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.problems)
}

// Forget removes the problems so far, which the test caused on purpose.
func (s *seen) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.problems = nil
}

// Requests returns the addresses of all requests so far.
func (s *seen) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Cookie is a cookie in the browser.
type Cookie struct {
	Name, Value, Domain, Path, SameSite string
	Secure, HTTPOnly                    bool
}

// Cookies returns the cookies of all hosts.
func (b *Browser) Cookies() []Cookie {
	b.t.Helper()
	ctx, cancel := b.limit()
	defer cancel()
	result, err := chromedp.CallBrowser(ctx, storage.GetCookies, storage.GetCookiesParams{})
	if err != nil {
		b.t.Fatalf("cookies: %v", err)
	}
	cookies := make([]Cookie, len(result.Cookies))
	for i, c := range result.Cookies {
		cookies[i] = Cookie{c.Name, c.Value, c.Domain, c.Path, string(c.SameSite), c.Secure, c.HTTPOnly}
	}
	return cookies
}
