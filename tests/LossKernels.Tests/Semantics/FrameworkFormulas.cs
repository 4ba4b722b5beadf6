namespace LossKernels.Tests.Semantics;

/// <summary>
/// The frameworks' formulas as their sources write them, in plain loops and double precision, without vectors, blocks or tables.
/// </summary>
internal static class FrameworkFormulas
{
    private const double Epsilon = 1e-7;

    public static double Binary(string convention, double z, double p)
    {
        double clipped = Math.Clamp(p, Epsilon, 1 - Epsilon);
        switch (convention)
        {
            case "TensorFlow":
                return -((z * Math.Log(clipped + Epsilon)) + ((1 - z) * Math.Log(1 - clipped + Epsilon)));
            case "Keras3":
                return -((z * Math.Log(clipped)) + ((1 - z) * Math.Log(1 - clipped)));
            case "Keras1":
                return BinaryFromLogit(z, Math.Log(clipped / (1 - clipped)));
            case "PyTorch":
                return ((z - 1) * Math.Max(Math.Log(1 - p), -100)) - (z * Math.Max(Math.Log(p), -100));
            default:
                return -((z == 0 ? 0 : z * Math.Log(p)) + (z == 1 ? 0 : (1 - z) * Math.Log(1 - p)));
        }
    }

    public static double BinaryFromLogit(double z, double x) => Math.Max(x, 0) - (x * z) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    public static double Categorical(string convention, double[] t, double[] p)
    {
        double sum = convention == "Exact" ? 1 : p.Sum();
        double loss = 0;
        for (int j = 0; j < p.Length; j++)
        {
            double q = p[j] / sum;
            loss -= convention == "Exact" ? (t[j] == 0 ? 0 : t[j] * Math.Log(q)) : t[j] * Math.Log(Math.Clamp(q, Epsilon, 1 - Epsilon));
        }

        return loss;
    }

    public static double Sparse(string convention, int label, double[] p)
    {
        if (convention is "TensorFlow" or "Keras1")
        {
            return CategoricalFromLogits(OneHot(label, p.Length), [.. p.Select(value => Math.Log(Math.Clamp(value, Epsilon, 1 - Epsilon)))]);
        }

        return Categorical(convention, OneHot(label, p.Length), p);
    }

    public static double CategoricalFromLogits(double[] t, double[] x)
    {
        double max = x.Max();
        double logSum = Math.Log(x.Sum(value => Math.Exp(value - max)));
        return t.Zip(x, (target, logit) => target * (logSum - (logit - max))).Sum();
    }

    public static double[] OneHot(int label, int classes) => [.. Enumerable.Range(0, classes).Select(j => j == label ? 1.0 : 0.0)];
}
