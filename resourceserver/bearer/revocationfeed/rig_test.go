package revocationfeed_test

import (
	"encoding/json"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"quartet.example/resourceserver/bearer"
	"quartet.example/resourceserver/bearer/revocationfeed"
	"quartet.example/resourceserver/internal/issuertest"
	"quartet.example/shared/accesstoken"
	"quartet.example/shared/jose"
	"quartet.example/shared/jose/josetest"
	"quartet.example/shared/securityevent"
	"quartet.example/shared/waittest"
)

// transmitter is a feed that can send wrong events, fail, or hang.
type transmitter struct {
	t      testing.TB
	issuer *issuertest.Issuer
	clock  *issuertest.Clock
	server *httptest.Server

	mu        sync.Mutex
	sets      []string // in the order of their positions, which start at 1
	news      chan struct{}
	status    int // 0: 200
	failures  int // how many more polls are answered with that status; the polls after them wait
	most      int // maximum number of SETs in a response
	polls     []securityevent.Poll
	positions bool
	waiting   int
	hasty     bool // answers every poll at once
}

func newTransmitter(t testing.TB) *transmitter {
	t.Helper()
	tr := &transmitter{t: t, issuer: issuertest.Start(t), clock: issuertest.NewClock(), most: 100, news: make(chan struct{}), positions: true}
	tr.server = httptest.NewServer(tr)
	t.Cleanup(tr.server.Close)
	tr.issuer.DescribeFeed(tr.server.URL + "/poll")
	return tr
}

// follow starts a Feed that reads from the transmitter.
func (tr *transmitter) follow(change ...func(*revocationfeed.Config)) *revocationfeed.Feed {
	tr.t.Helper()
	cfg := revocationfeed.Config{Issuer: tr.issuer.URL, ClientID: "notes-api", ClientSecret: "secret", Now: tr.clock.Now}
	for _, f := range change {
		f(&cfg)
	}
	feed, err := revocationfeed.New(cfg)
	if err != nil {
		tr.t.Fatal(err)
	}
	tr.t.Cleanup(func() { _ = feed.Close() })
	return feed
}

// wake makes waiting polls check for events; the caller must hold mu.
func (tr *transmitter) wake() {
	close(tr.news)
	tr.news = make(chan struct{})
}

func (tr *transmitter) answer(status int) { tr.answerTimes(status, math.MaxInt) }

// answerTimes answers the next polls with this status, as many as times says. The polls after them
// wait.
func (tr *transmitter) answerTimes(status, times int) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.status, tr.failures = status, times
	tr.wake()
}

// claims returns the claims of a valid SET about a grant.
func (tr *transmitter) claims(gid string) *securityevent.Claims {
	event, _ := json.Marshal(securityevent.Revoked{EventTimestamp: tr.clock.Now().Unix(), ExpiresAt: tr.clock.Now().Add(5 * time.Minute).Unix()})
	return &securityevent.Claims{
		Claims:  jose.Claims{Issuer: tr.issuer.URL, Audience: jose.Audience{"notes-api"}},
		Subject: securityevent.Subject{Format: securityevent.Opaque, ID: gid},
		Events:  map[string]json.RawMessage{securityevent.TokenRevoked: event},
	}
}

// revoke adds a SET about the grant; each change modifies its claims.
func (tr *transmitter) revoke(gid string, changes ...func(*securityevent.Claims)) {
	tr.t.Helper()
	tr.mu.Lock()
	defer tr.mu.Unlock()
	claims := tr.claims(gid)
	claims.ID = strconv.Itoa(len(tr.sets)+1) + "-0"
	for _, change := range changes {
		change(claims)
	}
	key := tr.issuer.Key()
	tr.sets = append(tr.sets, josetest.Sign(tr.t, key.Algorithm, key.Signer, map[string]any{"typ": securityevent.Type, "alg": key.Algorithm, "kid": key.ID}, claims))
	tr.wake()
}

// ServeHTTP answers polls, with events or at once.
func (tr *transmitter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var poll securityevent.Poll
	if id, secret, _ := r.BasicAuth(); id != "notes-api" || secret != "secret" || json.NewDecoder(r.Body).Decode(&poll) != nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.polls = append(tr.polls, poll)
	start, _ := strconv.Atoi(strings.TrimSuffix(poll.Position, "-0"))
	for _, jti := range poll.Ack {
		start, _ = strconv.Atoi(strings.TrimSuffix(jti, "-0"))
	}
	for tr.status == 0 && len(tr.sets) <= start && !poll.ReturnImmediately && !tr.hasty {
		news := tr.news
		tr.waiting++
		tr.mu.Unlock()
		select {
		case <-news:
		case <-r.Context().Done():
		}
		tr.mu.Lock()
		tr.waiting--
		if r.Context().Err() != nil {
			return
		}
	}
	if tr.status != 0 {
		if tr.failures == 0 {
			tr.mu.Unlock()
			<-r.Context().Done()
			tr.mu.Lock()
			return
		}
		tr.failures--
		w.Header().Set("Retry-After", "0")
		w.WriteHeader(tr.status)
		return
	}
	_ = json.NewEncoder(w).Encode(tr.after(start))
}

func (tr *transmitter) after(start int) securityevent.Answer {
	answer := securityevent.Answer{Sets: map[string]string{}}
	end := min(len(tr.sets), start+tr.most)
	for i := start; i < end; i++ {
		answer.Sets[strconv.Itoa(i+1)+"-0"] = tr.sets[i]
	}
	answer.MoreAvailable = end < len(tr.sets)
	if tr.positions {
		answer.Position = strconv.Itoa(max(start, end)) + "-0"
	}
	return answer
}

// asked returns the polls so far.
func (tr *transmitter) asked() []securityevent.Poll {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	return append([]securityevent.Poll{}, tr.polls...)
}

func (tr *transmitter) token(jti, gid string) *bearer.Token {
	claims := tr.issuer.Claims(tr.clock.Now())
	claims.ID, claims.GrantID = jti, gid
	return token(claims)
}

func token(c *accesstoken.Claims) *bearer.Token { return bearer.NewToken(c) }

func ready(t testing.TB, feed *revocationfeed.Feed) {
	t.Helper()
	waittest.Until(t, "ready", func() bool { return feed.Ready(t.Context()) == nil })
}

func isRevoked(t *testing.T, feed *revocationfeed.Feed, token *bearer.Token) bool {
	t.Helper()
	revoked, err := feed.Revoked(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	return revoked
}
