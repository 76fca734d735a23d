package lab

import (
	"math"
	"math/rand/v2"

	"steady/lab/queue"
)

// figures are the parameters of a run, ready for use.
type figures struct {
	desk, assess, prepare, booth queue.Law
	of                           map[Key]float64
	late, lateSD                 float64
	attend, drowsy, stop         float64
	answer, delay, longer        float64
	delayMost                    int
	reduce, reduceTo             float64
	partUsed, staysLonger        float64
	respiratory, firstThirty     float64
	scale                        float64 // of leaving, in days
}

func makeFigures(from map[Key]Parameter) figures {
	f := figures{of: make(map[Key]float64, len(from))}
	for k, p := range from {
		f.of[k] = p.Value
	}
	cv2 := f.of[ServiceSpread]
	f.desk, f.assess = law(f.of[IDMinutes], cv2), law(f.of[AssessMinutes], cv2)
	f.prepare, f.booth = law(f.of[PrepareMinutes], cv2), law(f.of[BoothMinutes], cv2)
	f.late, f.lateSD = f.of[ArrivalLate], f.of[ArrivalSpread]
	f.attend, f.drowsy, f.stop = f.of[Attendance], f.of[ReadingsDrowsy], f.of[ReadingsStop]
	f.answer, f.delay, f.longer = f.of[AnswerMinutes], f.of[DelayMinutes], f.of[LongerMinutes]
	f.delayMost = int(f.of[DelayMost])
	f.reduce, f.reduceTo = f.of[ReduceShare], f.of[ReducePercent]
	f.partUsed, f.staysLonger = f.of[PartUsed], f.of[StaysLonger]
	f.respiratory, f.firstThirty = f.of[Respiratory], f.of[FirstThirty]
	f.scale = WeibullScale(f.of[LeaveShape], 365, f.of[Retention])
	return f
}

// law is a lognormal law of times, or a fixed one without spread.
func law(mean, cv2 float64) queue.Law {
	if cv2 == 0 {
		return queue.Service{Kind: queue.Deterministic, Mean: mean}.Law()
	}
	return queue.Service{Kind: queue.Lognormal, Mean: mean, CV2: cv2}.Law()
}

// spread draws once from such a law.
func spread(s *rand.PCG, mean, cv2 float64) float64 {
	if mean == 0 {
		return 0
	}
	l := law(mean, cv2)
	return l.Draw(s)
}

// WeibullScale is the scale, in days, of a Weibull law of leaving of that shape
// under which the share remains after so many days.
func WeibullScale(shape, days, remains float64) float64 {
	return days / math.Pow(-math.Log(remains), 1/shape)
}

// WeibullSurvival is the share still there after so many days.
func WeibullSurvival(shape, scale, days float64) float64 {
	return math.Exp(-math.Pow(days/scale, shape))
}

// stay draws how long somebody stays who has been there for days already, in
// days from now: ratio multiplies the hazard.
func (f *figures) stay(s *rand.PCG, already, ratio float64) float64 {
	k := f.of[LeaveShape]
	beyond := -math.Log(queue.Uniform(s)) / ratio
	return f.scale*math.Pow(math.Pow(already/f.scale, k)+beyond, 1/k) - already
}
