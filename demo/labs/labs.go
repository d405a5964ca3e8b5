package labs

import (
	honestdance "quartet.example/demo/labs/01-honest-dance"
	logincsrf "quartet.example/demo/labs/02-login-csrf"
	stolencode "quartet.example/demo/labs/03-stolen-code"
	codeinjection "quartet.example/demo/labs/04-code-injection"
	redirectgames "quartet.example/demo/labs/05-redirect-games"
	mixup "quartet.example/demo/labs/06-mix-up"
	replay "quartet.example/demo/labs/07-replay"
	forgeajwt "quartet.example/demo/labs/08-forge-a-jwt"
	audienceconfusion "quartet.example/demo/labs/09-audience-confusion"
	scopeescalation "quartet.example/demo/labs/10-scope-escalation"
	xss "quartet.example/demo/labs/11-xss"
	revocationlatency "quartet.example/demo/labs/12-revocation-latency"
	museum "quartet.example/demo/labs/13-museum"
	dpop "quartet.example/demo/labs/14-dpop"
	clientasuser "quartet.example/demo/labs/15-client-as-user"
	audienceinjection "quartet.example/demo/labs/16-audience-injection"
	"quartet.example/demo/labs/lab"
)

// All returns the labs in their order.
func All() []*lab.Lab {
	return []*lab.Lab{
		&honestdance.Lab,
		&logincsrf.Lab,
		&stolencode.Lab,
		&codeinjection.Lab,
		&redirectgames.Lab,
		&mixup.Lab,
		&replay.Lab,
		&forgeajwt.Lab,
		&audienceconfusion.Lab,
		&scopeescalation.Lab,
		&xss.Lab,
		&revocationlatency.Lab,
		&museum.Lab,
		&dpop.Lab,
		&clientasuser.Lab,
		&audienceinjection.Lab,
	}
}
