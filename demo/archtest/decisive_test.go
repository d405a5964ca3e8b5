package archtest_test

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// lab is an attack that a lab of the workshop makes, and a check that must stop it by itself.
type lab struct {
	number        int
	attack, check string
}

// labs are the attacks of the workshop. Lab 1 has none.
var labs = []lab{
	{2, "login CSRF", "client.state.bound"},
	{3, "stolen code", "as.pkce.verifier"},
	{4, "code injection", "as.pkce.verifier"},
	{4, "code injection", "client.nonce.match"},
	{4, "PKCE downgrade", "as.pkce.downgrade"},
	{5, "redirect URI manipulation", "as.redirect_uri.exact"},
	{5, "open redirection", "client.return_to.local"},
	{6, "mix-up", "client.iss.match"},
	{7, "code replay", "as.code.unused"},
	{7, "refresh token replay", "as.refresh.reuse"},
	{8, "algorithm confusion", "rs.jwt.alg_allow"},
	{8, "key injection", "rs.jwt.kid_known"},
	{8, "token confusion", "rs.jwt.typ"},
	{8, "forged token", "rs.jwt.sig"},
	{8, "expired token", "rs.jwt.exp"},
	{9, "audience confusion", "rs.aud"},
	{10, "scope escalation", "as.scope.subset"},
	{10, "scope escalation", "rs.scope"},
	{11, "cross-site request forgery", "client.session.csrf"},
	{11, "clickjacking", "as.page.frame_denied"},
	{11, "session fixation", "as.transaction.browser"},
	{12, "revoked token", "rs.token.active"},
	{12, "revoked token", "rs.token.revoked"},
	{13, "implicit grant", "as.response_type.code"},
	{13, "password grant", "as.grant_type.known"},
	{14, "stolen bound token", "rs.dpop.bound"},
	{14, "stolen bound token", "rs.dpop.jkt"},
	{14, "proof of another request", "rs.dpop.target"},
	{14, "proof of another token", "rs.dpop.ath"},
	{14, "proof replay", "rs.dpop.jti_replay"},
	{14, "proof made in advance", "rs.dpop.nonce"},
}

// furtherAttacks are those in Check.Decisive that no lab makes.
var furtherAttacks = []string{
	"access token injection", "access to the data of another user", "access without consent", "actor without authorization", "assertion replay",
	"audience injection", "client impersonation", "code of another client", "DNS rebinding", "forged introspection response",
	"forged step-up", "hand-over replay", "logout token replay", "metadata of another server", "old sign-in", "password guessing", "path traversal",
	"request of another client", "revocation by another client", "server-side request forgery", "session of another kind",
	"sign-in without the password", "stolen hand-over", "stolen refresh token", "stolen token at token exchange", "token of another issuer",
	"user code guessing", "weak sign-in",
}

func TestEachAttackOfTheWorkshopHasADecisiveCheck(t *testing.T) {
	declared := decisive(t)
	for _, l := range labs {
		if !slices.Contains(declared[l.check], l.attack) {
			t.Errorf("lab %d, %s: %s is not declared as decisive, but for %q", l.number, l.attack, l.check, declared[l.check])
		}
	}
}

// One name for each attack, so that a reader finds all checks against it.
func TestDecisiveNamesAttacksOfTheList(t *testing.T) {
	known := slices.Clone(furtherAttacks)
	for _, l := range labs {
		known = append(known, l.attack)
	}
	used := map[string]bool{}
	for id, attacks := range decisive(t) {
		for _, attack := range attacks {
			if used[attack] = true; !slices.Contains(known, attack) {
				t.Errorf("%s is decisive against %q, which is not in the list", id, attack)
			}
		}
	}
	for _, attack := range furtherAttacks {
		if !used[attack] {
			t.Errorf("no check is decisive against %q", attack)
		}
	}
}

// decisive returns the attacks against which checks are declared decisive, by the id of the check.
func decisive(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if ok && isCheck(lit.Type) && !s.isTest() && member(lit, "Decisive") != "" {
				for _, id := range idsOf(s, member(lit, "ID")) {
					found[id] = strings.Split(member(lit, "Decisive"), ", ")
				}
			}
			return true
		})
	}
	return found
}

// idsOf returns the ids of a declared check: those of both servers for one of shared/checks.
func idsOf(s source, id string) []string {
	if s.dir() == "shared/checks" {
		return []string{"as." + id, "rs." + id}
	}
	return []string{id}
}
