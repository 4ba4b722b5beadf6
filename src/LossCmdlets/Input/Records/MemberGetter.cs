using System.Linq.Expressions;
using System.Reflection;

namespace LossCmdlets.Input.Records;

/// <summary>Gets a property or field of a .NET type by code that is compiled for it.</summary>
internal sealed class MemberGetter : PropertyGetter
{
    private readonly Lazy<Func<object, object?>> _value;
    private readonly Func<object, double>? _number;

    private MemberGetter(Expression member, ParameterExpression record)
    {
        _value = new(() => Expression.Lambda<Func<object, object?>>(Expression.Convert(member, typeof(object)), record).Compile());
        _number = IsNumber(member.Type)
            ? Expression.Lambda<Func<object, double>>(Expression.Convert(member, typeof(double)), record).Compile()
            : null;
    }

    /// <summary>The getter of a public property or field, or null where the type has none of that very name that can be read.</summary>
    public static MemberGetter? Create(Type type, string name)
    {
        ParameterExpression record = Expression.Parameter(typeof(object));
        return Find(type, name) is MemberInfo member
            ? new MemberGetter(Expression.MakeMemberAccess(Expression.Convert(record, type), member), record)
            : null;
    }

    /// <inheritdoc/>
    public override bool TryGet(in Record record, out object? value)
    {
        try
        {
            value = _value.Value(record.Inner);
            return true;
        }
        catch (Exception failure)
        {
            throw new UnreadablePropertyException(failure);
        }
    }

    /// <inheritdoc/>
    public override bool TryGetNumber(in Record record, out double number)
    {
        try
        {
            number = _number is null ? 0 : _number(record.Inner);
            return _number is not null;
        }
        catch (Exception failure)
        {
            throw new UnreadablePropertyException(failure);
        }
    }

    private static MemberInfo? Find(Type type, string name) =>
        type.GetMember(name, MemberTypes.Property | MemberTypes.Field, BindingFlags.Public | BindingFlags.Instance) switch
        {
            [FieldInfo field] => field,
            [PropertyInfo { GetMethod: { IsPublic: true, ReturnType.IsByRef: false } } property] when property.GetIndexParameters().Length == 0 => property,
            _ => null,
        };

    // A character would become the number of its code, and a boolean is no number.
    private static bool IsNumber(Type type) => !type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;
}
